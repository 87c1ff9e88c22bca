import { openDB, type IDBPDatabase } from 'idb';
import { bag } from './bag.js';
import { inTime } from './in-time.js';
import { settledAlone } from './settled-alone.js';

/** How long opening, and a transaction, may take, in milliseconds. */
const LIMIT_MS = 5_000;

export interface PersonDatabase<Person> {
  /**
   * Reads people by id and writes what becomes of them, in one transaction: no other tab comes between. Undefined stands for nobody,
   * and removes; what is the same object is left as it is. Rejects where it cannot.
   */
  update(
    ids: readonly string[],
    change: (people: readonly (Person | undefined)[]) => readonly (Person | undefined)[],
  ): Promise<void>;
  /** Lets go of it; the next use opens it again. */
  close(): void;
}

/**
 * What is kept of people between pages, in a database of its own. After any failure the connection is closed, and the next use opens
 * another.
 */
export function createPersonDatabase<Person>(
  name: string,
  after: (waitMs: number, callback: () => void) => () => void,
): PersonDatabase<Person> {
  const silent = new Error('silent');
  let db: Promise<IDBPDatabase> | null = null;
  const letGo = (): void => {
    db?.then(
      (open) => open.close(),
      () => {},
    );
    db = null;
  };
  const open = (): Promise<IDBPDatabase> =>
    (db ??= openDB(name, 1, {
      upgrade: (fresh) => void fresh.createObjectStore('people'),
      blocking: letGo,
      terminated: () => (db = null),
    }));
  /** What was written last, and its text: mostly it is what is read next. */
  let last: { readonly person: Person; readonly text: string } | null = null;
  const write = (person: Person): string => {
    last = { person, text: JSON.stringify(person) };
    return last.text;
  };
  /** As text it is copied in a tenth of the time that its thousands of small lists would take. */
  const read = (text: unknown): Person | undefined => {
    if (typeof text !== 'string') return undefined;
    if (text === last?.text) return last.person;
    try {
      return JSON.parse(text) as Person;
    } catch {
      return undefined;
    }
  };
  return {
    close: letGo,
    update: async (ids, change) => {
      const work = async (): Promise<void> => {
        const tx = settledAlone(
          (await open()).transaction('people', 'readwrite', bag({ durability: 'strict' as const })),
        );
        // Nothing but requests may be awaited here: the transaction ends with the task in which none is made.
        const before = (await Promise.all(ids.map((id) => tx.store.get(id)))).map(read);
        const next = change(before);
        const written: Promise<unknown>[] = [];
        try {
          ids.forEach((id, at) => {
            const person = next[at];
            if (person === before[at]) return;
            written.push(person === undefined ? tx.store.delete(id) : tx.store.put(write(person), id));
          });
          tx.commit();
        } catch (error) {
          // Else one person would be removed and the other, of whom they are part now, not written.
          tx.abort();
          throw error;
        }
        await Promise.all([...written, tx.done]);
      };
      try {
        await inTime(work(), LIMIT_MS, after, silent);
      } catch (error) {
        letGo();
        throw error;
      }
    },
  };
}
