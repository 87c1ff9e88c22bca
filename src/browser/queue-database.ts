import { openDB, type DBSchema } from 'idb';
import { bag } from './bag.js';

interface QueueSchema extends DBSchema {
  /** The key counts up over all tabs, so that the oldest comes first whatever the clocks say. */
  queue: { key: number; value: string };
}

/** How long the database may take to open and a transaction to end, in milliseconds: either may never happen. */
const OPEN_LIMIT_MS = 10_000;
const TRANSACTION_LIMIT_MS = 5_000;

/**
 * Opens the IndexedDB database that keeps events until they are acknowledged. One record holds the events of one group,
 * one line of JSON each: one record of 500 events costs a tenth of 500 records.
 *
 * Every write is `strict`, without exception: after a power cut relaxed writes are lost, and in Firefox they take
 * later strict ones with them. Every transaction ends with an explicit `commit()`: without it a write made while
 * leaving is lost, and in WebKit the whole database hangs for other tabs. One write transaction is outstanding at a time:
 * of several, WebKit keeps only the first when the page is left (docs/reliability.md).
 *
 * @throws where the browser has no IndexedDB, does not let us have it, or does not answer in time.
 */
export async function openQueueDatabase(
  name: string,
  after: (waitMs: number, callback: () => void) => () => void,
): Promise<{
  durable: true;
  add(runs: readonly (readonly string[])[]): Promise<number[]>;
  read(limit: number): Promise<{ key: number; lines: string[] }[]>;
  remove(keys: readonly number[]): Promise<void>;
}> {
  const inTime = <T>(work: Promise<T>, limitMs = TRANSACTION_LIMIT_MS): Promise<T> =>
    new Promise((resolve, reject) => {
      const cancelTimer = after(limitMs, () => reject(new Error('timeout')));
      work.then(resolve, reject).finally(cancelTimer);
    });
  const open = (version?: number) =>
    openDB<QueueSchema>(name, version, {
      upgrade: (fresh) => fresh.createObjectStore('queue', { autoIncrement: true }),
      // Another page wants to delete or upgrade it: never stand in its way.
      blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
    });
  const db = await inTime(
    open(1).catch((error: unknown) => {
      // A newer version of ours has been here; the store is the same.
      if ((error as Error).name === 'VersionError') return open();
      throw error;
    }),
    OPEN_LIMIT_MS,
  );

  let writing: Promise<unknown> | null = null;
  /** Begins at once where no write is outstanding, so that it is begun in the caller's own task; else after it. */
  const write = <T>(fill: (store: ReturnType<typeof begin>['store']) => Promise<T>[]): Promise<T[]> => {
    const run = async (): Promise<T[]> => {
      const tx = begin();
      const filled = fill(tx.store);
      tx.commit();
      const [results] = await inTime(Promise.all([Promise.all(filled), tx.done]));
      return results;
    };
    const turn = writing ? writing.then(run, run) : run();
    const end = (): void => {
      if (writing === turn) writing = null;
    };
    writing = turn;
    turn.then(end, end);
    return turn;
  };
  const begin = () => db.transaction('queue', 'readwrite', bag({ durability: 'strict' as const }));

  return {
    durable: true,
    add: (runs) => write((store) => runs.map((lines) => store.add(lines.join('\n')))),
    read: async (limit) => {
      const { store } = db.transaction('queue');
      const [keys, values] = await inTime(Promise.all([store.getAllKeys(null, limit), store.getAll(null, limit)]));
      // What is not a text is not ours: a record without lines is removed.
      return keys.map((key, at) => ({ key, lines: typeof values[at] === 'string' ? values[at].split('\n') : [] }));
    },
    remove: async (keys) => {
      if (keys.length) await write((store) => keys.map((key) => store.delete(key)));
    },
  };
}
