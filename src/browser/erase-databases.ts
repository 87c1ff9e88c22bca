import { bag } from './bag.js';

/** How long a database may take to open and be emptied, in milliseconds. */
const LIMIT_MS = 10_000;

/**
 * Empties the databases called `name` or `name:…`: every store, in every version of ours. They are not deleted, because that would
 * have to wait for other tabs, and none is created where there is none. Never rejects.
 *
 * @returns whether all are known to be empty.
 */
export async function eraseDatabases(
  name: string,
  after: (waitMs: number, callback: () => void) => () => void,
): Promise<boolean> {
  try {
    // Firefox before 126 does not tell which there are.
    const known = await indexedDB.databases?.().catch(() => undefined);
    const names = known ? known.map((one) => one.name!).filter((one) => `${one}:`.startsWith(`${name}:`)) : [name];
    const erased = await Promise.all(names.map((one) => erase(one, after)));
    return erased.every(Boolean);
  } catch {
    // There is no IndexedDB, or not for us: nothing of ours is in it.
    return true;
  }
}

function erase(name: string, after: (waitMs: number, callback: () => void) => () => void): Promise<boolean> {
  return new Promise((resolve) => {
    const cancelTimer = after(LIMIT_MS, () => resolve(false));
    let absent = false;
    let db: IDBDatabase | undefined;
    const end = (ok: boolean): void => {
      cancelTimer();
      db?.close();
      resolve(ok);
    };
    const request = indexedDB.open(name);
    // It is not there: an upgrade that is aborted leaves nothing behind.
    request.onupgradeneeded = () => {
      absent = true;
      request.transaction!.abort();
    };
    request.onerror = () => end(absent);
    request.onsuccess = () => {
      try {
        db = request.result;
        const tx = db.transaction([...db.objectStoreNames], 'readwrite', bag({ durability: 'strict' as const }));
        for (const store of tx.objectStoreNames) tx.objectStore(store).clear();
        tx.oncomplete = () => end(true);
        tx.onabort = () => end(false);
        tx.commit();
      } catch {
        // Closed by the browser at this moment; or without stores, which is not ours.
        end(false);
      }
    };
  });
}
