import { bag } from './bag.js';
import { createClock } from './clock.js';
import { completed, openDatabase, requested } from './database.js';
import { inTime } from './in-time.js';
import { localText } from './local-text.js';

/** A worker, or an extension's background: it has IndexedDB, but no `localStorage`. */
export const isWorker = (): boolean =>
  !('document' in globalThis || 'localStorage' in globalThis) && 'indexedDB' in globalThis;

/** The database, and the channel by which the workers of an origin tell each other. */
const NAME = 'ahaloop-texts';
const STORE = 'texts';
/** A disk that does not answer does not keep a worker from working in memory. In milliseconds. */
const LIMIT_MS = 5_000;

interface Change {
  readonly key: string;
  readonly text: string | null;
}

let ready: Promise<void> | undefined;

/**
 * Keeps in IndexedDB what a page keeps in `localStorage`: from now on `localText` reads and writes it, from memory. All clients of this
 * worker share it. Resolves when what earlier workers kept can be read; never rejects.
 */
export function openWorkerTexts(): Promise<void> {
  return (ready ??= open());
}

async function open(): Promise<void> {
  const texts = new Map<string, string>();
  /** What was written before the stored texts were read: it is newer than they are. */
  const written = new Set<string>();
  let database: Promise<IDBDatabase> | undefined;

  const begin = async (mode: IDBTransactionMode): Promise<IDBTransaction> => {
    const letGo = (): void => void (database = undefined);
    database ??= openDatabase(NAME, 1, {
      upgrade: (db) => void db.createObjectStore(STORE),
      blocking: (db) => (db.close(), letGo()),
      terminated: letGo,
    });
    try {
      return (await database).transaction(STORE, mode, bag({ durability: 'strict' as const }));
    } catch (error) {
      letGo();
      throw error;
    }
  };
  const store = async ({ key, text }: Change): Promise<void> => {
    const tx = await begin('readwrite');
    if (text === null) tx.objectStore(STORE).delete(key);
    else tx.objectStore(STORE).put(text, key);
    tx.commit();
    await completed(tx);
  };
  const load = async (): Promise<void> => {
    const tx = await begin('readonly');
    const stored = tx.objectStore(STORE);
    const requests = [requested(stored.getAllKeys()), requested<unknown[]>(stored.getAll())] as const;
    // A write that waits behind an open read is lost with the worker.
    tx.commit();
    const [keys, values] = await Promise.all(requests);
    keys.forEach((key, at) => {
      if (!written.has(key as string)) texts.set(key as string, values[at] as string);
    });
  };
  const take = ({ key, text }: Change): void => {
    written.add(key);
    if (text === null) texts.delete(key);
    else texts.set(key, text);
  };

  const channel = openChannel((data) => {
    take(data);
    dispatchEvent(Object.assign(new Event('storage'), { key: data.key, newValue: data.text }));
  });
  Object.assign(localText, {
    read: (key: string) => texts.get(key) ?? null,
    write: (key: string, text: string | null) => {
      const change = { key, text };
      take(change);
      channel?.postMessage(change);
      store(change).catch(() => {});
      return true;
    },
    keys: () => [...texts.keys()],
  } satisfies typeof localText);
  await inTime(load(), LIMIT_MS, createClock().after, new Error('silent')).catch(() => {});
}

/** Hears what the other workers of the origin write. */
function openChannel(hear: (change: Change) => void): BroadcastChannel | undefined {
  try {
    const channel = new BroadcastChannel(NAME);
    channel.onmessage = ({ data }: MessageEvent<Change>) => hear(data);
    // In a test runner it would keep the process alive.
    (channel as { unref?: () => void }).unref?.();
    return channel;
  } catch {
    return undefined;
  }
}
