import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { bag } from './bag.js';
import { inTime } from './in-time.js';

type Key = readonly [priority: 0 | 1, firstId: string, events: number, bytes: number];
interface QueueRecord {
  readonly key: Key;
  readonly lines: readonly string[];
}

interface QueueSchema extends DBSchema {
  queue: { key: IDBValidKey; value: string };
}

/** Without idb's shortcuts, which the built script leaves out: rollup.config.js. */
type Connection = Pick<IDBPDatabase<QueueSchema>, 'transaction' | 'close'>;

export interface QueueDatabasePorts {
  readonly after: (waitMs: number, callback: () => void) => () => void;
  /** What is rejected with when the database does not answer in time. */
  readonly silent: Error;
  /** Somebody else has closed it: a newer version, a deletion, cleared site data, a process that ended. */
  readonly onClose: () => void;
  /** It had been open before, and now it was empty and had to be made anew. */
  readonly onLost: () => void;
}

/** How long a transaction may take, in milliseconds; it may never end. How long opening may take is the ladder's business. */
const TRANSACTION_LIMIT_MS = 5_000;

/**
 * The IndexedDB database that keeps events until they are acknowledged. One record holds the events of one group,
 * one line of JSON each: one record of 500 events costs a tenth of 500 records.
 *
 * Every write is `strict`, without exception: after a power cut relaxed writes are lost, and in Firefox they take
 * later strict ones with them. Every transaction ends with an explicit `commit()`: without it a write made while
 * leaving is lost, and in WebKit the whole database hangs for other tabs. One write transaction is outstanding at a time:
 * of several, WebKit keeps only the first when the page is left. After any failure the connection is closed, and the next use opens
 * another: Firefox's refuses everything after a full disk. An empty database that refuses is made anew: Firefox's may have no room left
 * to shrink in, and would refuse for ever (docs/reliability.md).
 */
export function createQueueDatabase(name: string, { after, silent, onClose, onLost }: QueueDatabasePorts) {
  let db: Connection | null = null;
  let opening: Promise<Connection> | null = null;
  let wasOpen = false;
  /** Whether anything has been written to it since it was made. */
  let used = false;

  const letGo = (closing: { close(): void } | null): void => {
    closing?.close();
    if (db === closing) db = null;
  };
  const connect = async (): Promise<Connection> => {
    const upgrade = { done: false };
    const request = (version?: number) =>
      openDB<QueueSchema>(name, version, {
        upgrade: (fresh) => {
          upgrade.done = true;
          // A key counts up for what has none of ours.
          fresh.createObjectStore('queue', { autoIncrement: true });
        },
        // Another page wants to delete or upgrade it: never stand in its way.
        blocking: (_from, _to, event) => lost(event.target as IDBDatabase),
        terminated: () => lost(null),
      });
    const opened = await request(1).catch((error: unknown) => {
      // A newer version of ours has been here; the store is the same.
      if ((error as Error).name === 'VersionError') return request();
      throw error;
    });
    const lost = (closing: IDBDatabase | null): void => {
      closing?.close();
      if (db !== opened) return;
      db = null;
      onClose();
    };
    db = opened;
    used = !upgrade.done;
    if (upgrade.done && wasOpen) onLost();
    wasOpen = true;
    return opened;
  };
  const open = (): Promise<Connection> => {
    if (db) return Promise.resolve(db);
    opening ??= connect().finally(() => (opening = null));
    return opening;
  };

  /** Runs one transaction on an open database; once more on a new connection where this one turns out to be closed. */
  const run = async <T>(work: (on: Connection) => Promise<T>): Promise<T> => {
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
      return await inTime(begun, TRANSACTION_LIMIT_MS, after, silent);
    } catch (error) {
      letGo(on);
      throw error;
    }
  };

  const keys = (): Promise<Key[]> =>
    run(
      async (on) =>
        (await on.transaction('queue').store.getAllKeys()).filter(
          (key) => Array.isArray(key) && key.length === 4,
        ) as unknown as Key[],
    );

  let writing: Promise<unknown> | null = null;
  /**
   * Begins at once where no write is outstanding, so that it is begun in the caller's own task; else after it.
   *
   * @param going what need not be kept if it is refused.
   */
  const write = (
    fill: (store: ReturnType<typeof begin>['store']) => Promise<unknown>[],
    going: readonly Key[] = [],
  ): Promise<void> => {
    const once = () =>
      run((on) => {
        const tx = begin(on);
        const filled = fill(tx.store);
        tx.commit();
        return Promise.all([...filled, tx.done]).then(() => {
          used = true;
        });
      });
    const attempt = () =>
      once().catch(async (error: unknown) => {
        const gone = going.map(String);
        if (error === silent || !used || !(await keys()).every((key) => gone.includes(String(key)))) throw error;
        // It is not lost but thrown away, and only once: what refuses when it is new is refused by the disk.
        wasOpen = used = false;
        letGo(db);
        await inTime(deleteDB(name), TRANSACTION_LIMIT_MS, after, silent);
        return once();
      });
    const turn = writing ? writing.then(attempt, attempt) : attempt();
    const end = (): void => {
      if (writing === turn) writing = null;
    };
    writing = turn;
    turn.then(end, end);
    return turn.then(() => {});
  };
  const begin = (on: Connection) => on.transaction('queue', 'readwrite', bag({ durability: 'strict' as const }));

  return {
    durable: true,
    isOpen: () => db !== null,
    open: () => open().then(() => {}),
    close: () => letGo(db),
    add: (records: readonly QueueRecord[]) =>
      write((store) => records.map(({ key, lines }) => store.put(lines.join('\n'), key as unknown as IDBValidKey))),
    read: (limit: number) =>
      run(async (on) => {
        const { store } = on.transaction('queue');
        const [keys, values] = await Promise.all([store.getAllKeys(null, limit), store.getAll(null, limit)]);
        // What is not a text is not ours: a record without lines is removed.
        return keys.map((key, at) => ({
          key: key as unknown as Key,
          lines: typeof values[at] === 'string' ? values[at].split('\n') : [],
        }));
      }),
    keys,
    remove: (going: readonly Key[]) =>
      write((store) => going.map((key) => store.delete(key as unknown as IDBValidKey)), going),
  };
}
