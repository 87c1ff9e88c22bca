import { bag } from './bag.js';
import { completed, deleteDatabase, openDatabase, requested } from './database.js';
import { inTime } from './in-time.js';

type Key = readonly [priority: 0 | 1, firstId: string, events: number, bytes: number];
interface KeyedText {
  readonly key: Key;
  readonly text: string;
}

export interface QueueDatabasePorts {
  readonly after: (waitMs: number, callback: () => void) => () => void;
  /** What is rejected with when the database does not answer in time. */
  readonly silent: Error;
  /** Somebody else has closed it: a newer version, a deletion, cleared site data, a process that ended. */
  readonly onClose: () => void;
  /** It had been open before, and now it was empty and had to be made anew. */
  readonly _onLost: () => void;
}

/** Whether a record's key is one of ours. */
function isOurs(key: IDBValidKey): key is IDBValidKey & Key {
  return Array.isArray(key) && key.length === 4;
}

/** How long a transaction may take, in milliseconds; it may never end. How long opening may take is the ladder's business. */
const TRANSACTION_LIMIT_MS = 5_000;

/**
 * The IndexedDB database that keeps events until they are acknowledged. One record is the text of one group of events:
 * one record of 500 events costs a tenth of 500 records.
 *
 * Every write is `strict`, without exception: after a power cut relaxed writes are lost, and in Firefox they take
 * later strict ones with them. Every transaction, reads too, ends with an explicit `commit()`: without it a write made while
 * leaving is lost, and in WebKit the whole database hangs for other tabs. Every write is begun in the task that asks for it,
 * whatever is still under way, and IndexedDB queues them: a renderer that crashes takes only what was not begun. After any failure the connection is closed, and the next use opens
 * another: Firefox's refuses everything after a full disk. An empty database that refuses is made anew: Firefox's may have no room left
 * to shrink in, and would refuse for ever (docs/reliability.md).
 */
export function createQueueDatabase(name: string, { after, silent, onClose, _onLost: onLost }: QueueDatabasePorts) {
  let db: IDBDatabase | null = null;
  let opening: Promise<IDBDatabase> | null = null;
  let wasOpen = false;
  /** Whether anything has been written to it since it was made. */
  let used = false;

  const letGo = (closing: { close(): void } | null): void => {
    closing?.close();
    if (db === closing) db = null;
  };
  const connect = async (): Promise<IDBDatabase> => {
    const made = { isNew: false };
    const lost = (closing: IDBDatabase | null): void => {
      closing?.close();
      if (db !== opened) return;
      db = null;
      onClose();
    };
    const request = (version?: number) =>
      openDatabase(name, version, {
        upgrade: (fresh) => {
          made.isNew = true;
          // A key counts up for what has none of ours.
          fresh.createObjectStore('queue', { autoIncrement: true });
        },
        // Another page wants to delete or upgrade it: never stand in its way.
        blocking: lost,
        terminated: () => lost(null),
      });
    const opened = await request(1).catch((error: unknown) => {
      // A newer version of ours has been here; the store is the same.
      if ((error as Error).name === 'VersionError') return request();
      throw error;
    });
    db = opened;
    used = !made.isNew;
    if (made.isNew && wasOpen) onLost();
    wasOpen = true;
    return opened;
  };
  const open = (): Promise<IDBDatabase> => {
    if (db) return Promise.resolve(db);
    opening ??= connect().finally(() => (opening = null));
    return opening;
  };

  /** How many transactions have ended. */
  let ended = 0;
  /** What a transaction comes to; `silent` where none ends for too long: one that waits behind others is not silent. */
  const answer = async <T>(begun: Promise<T>): Promise<T> => {
    const end = (): void => {
      ended++;
    };
    begun.then(end, end);
    for (;;) {
      const before = ended;
      try {
        return await inTime(begun, TRANSACTION_LIMIT_MS, after, silent);
      } catch (error) {
        if (error !== silent || ended === before) throw error;
      }
    }
  };

  /** Runs one transaction on an open database; once more on a new connection where this one turns out to be closed. */
  const run = async <T>(work: (on: IDBDatabase) => Promise<T>): Promise<T> => {
    let on = db ?? (await inTime(open(), TRANSACTION_LIMIT_MS, after, silent));
    try {
      let begun: Promise<T>;
      try {
        begun = work(on);
      } catch {
        // Closed behind our back.
        letGo(on);
        on = await inTime(open(), TRANSACTION_LIMIT_MS, after, silent);
        begun = work(on);
      }
      return await answer(begun);
    } catch (error) {
      letGo(on);
      throw error;
    }
  };

  /** Reads in one transaction that ends by itself: a write behind it does not depend on this page any more. */
  const look = <T>(ask: (store: IDBObjectStore) => Promise<T>): Promise<T> =>
    run((on) => {
      const tx = on.transaction('queue');
      const answer = ask(tx.objectStore('queue'));
      tx.commit();
      return answer;
    });
  const keys = async (): Promise<Key[]> => (await look((store) => requested(store.getAllKeys()))).filter(isOurs);
  /** While an empty database that refuses is made anew, writes wait: they would be thrown away with it. */
  let renewing: Promise<unknown> | null = null;

  /** Removes and adds in one transaction, begun in the caller's own task. What is removed need not be kept if that is refused. */
  const write = async (adding: readonly KeyedText[], removing: readonly Key[]): Promise<void> => {
    if (renewing) await renewing.catch(() => {});
    const once = () =>
      run((on) => {
        const tx = on.transaction('queue', 'readwrite', bag({ durability: 'strict' as const }));
        const done = completed(tx);
        try {
          const store = tx.objectStore('queue');
          for (const key of removing) store.delete(key as unknown as IDBValidKey);
          for (const { key, text } of adding) store.put(text, key as unknown as IDBValidKey);
          tx.commit();
        } catch (error) {
          // Else what was removed before the refusal is gone, and what was to take its place is not there.
          tx.abort();
          throw error;
        }
        return done.then(() => {
          used = true;
        });
      });
    const renew = async (error: unknown): Promise<void> => {
      // What is left of a record stands in it until the write goes well.
      const gone = adding.length ? [] : removing.map(String);
      if (!(await keys()).every((key) => gone.includes(String(key)))) throw error;
      // It is not lost but thrown away, and only once: what refuses when it is new is refused by the disk.
      wasOpen = used = false;
      letGo(db);
      await inTime(deleteDatabase(name), TRANSACTION_LIMIT_MS, after, silent);
    };
    await once().catch(async (error: unknown) => {
      if (error === silent || !used) throw error;
      const renewal = (renewing ??= renew(error).finally(() => (renewing = null)));
      await renewal;
      return once();
    });
  };

  return {
    _isOpen: () => db !== null,
    open: () => open().then(() => {}),
    close: () => letGo(db),
    write,
    /** The first texts, as many as hold so many events. What is not a text is not ours: its text is ''. */
    read: async (events: number): Promise<KeyedText[]> => {
      const first = await look((store) => requested(store.getAllKeys(null, events)));
      let held = 0;
      const enough = first.findIndex((key) => (held += isOurs(key) ? key[2] : 0) >= events);
      const last = enough < 0 ? first.length - 1 : enough;
      if (last < 0) return [];
      const range = IDBKeyRange.upperBound(first[last]);
      const [found, texts] = await look((store) =>
        Promise.all([
          requested(store.getAllKeys(range, last + 1)),
          requested<unknown[]>(store.getAll(range, last + 1)),
        ]),
      );
      return found.map((key, at) => ({
        key: key as unknown as Key,
        text: typeof texts[at] === 'string' ? texts[at] : '',
      }));
    },
    keys,
  };
}
