import { bag } from './bag.js';
import { completed, openDatabase } from './database.js';

/** How long a database may take to open and be emptied, in milliseconds. */
const LIMIT_MS = 10_000;

/**
 * Empties the databases called `name` or `name:…`: every store, in every version of ours. They are not deleted, because that would
 * have to wait for other tabs, and none is created where there is none. Never rejects.
 *
 * @param before a UUIDv7: records whose first event is younger stay.
 * @returns whether all are known to be empty.
 */
export async function eraseDatabases(
  name: string,
  before: string,
  after: (waitMs: number, callback: () => void) => () => void,
): Promise<boolean> {
  if (!('indexedDB' in globalThis)) return true;
  let cancelTimer = (): void => {};
  const tooLate = new Promise<boolean>((resolve) => {
    cancelTimer = after(LIMIT_MS, () => resolve(false));
  });
  const erased = eraseAll(name, before).then(
    () => true,
    // Storage that is forbidden to us holds nothing of ours.
    (error: unknown) => (error as Error).name === 'SecurityError',
  );
  try {
    return await Promise.race([erased, tooLate]);
  } finally {
    cancelTimer();
  }
}

async function eraseAll(name: string, before: string): Promise<void> {
  const { databases } = indexedDB as { databases?: IDBFactory['databases'] };
  // Firefox before 126 does not tell which there are.
  const known = databases
    ? await databases.call(indexedDB)
    : ['', ':2', ':lease', ':people'].map((end) => ({ name: name + end }));
  for (const { name: one = '' } of known) if (`${one}:`.startsWith(`${name}:`)) await empty(one, before);
}

async function empty(name: string, before: string): Promise<void> {
  let absent = false;
  const db = await openDatabase(name, undefined, {
    // It is not there: an upgrade that is aborted leaves nothing behind.
    upgrade: (_db, tx) => {
      absent = true;
      tx.abort();
    },
  }).catch((error: unknown) => {
    if (!absent) throw error;
  });
  if (!db) return;
  try {
    const stores = [...db.objectStoreNames];
    const tx = db.transaction(stores, 'readwrite', bag({ durability: 'strict' as const }));
    const done = completed(tx);
    // Keys that are no lists come before all that are.
    const ranges = [IDBKeyRange.upperBound([], true), ...[0, 1].map((one) => IDBKeyRange.bound([one], [one, before]))];
    for (const store of stores) for (const range of ranges) tx.objectStore(store).delete(range);
    tx.commit();
    await done;
  } finally {
    db.close();
  }
}
