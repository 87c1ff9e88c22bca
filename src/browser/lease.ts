import { bag } from './bag.js';
import { completed, openDatabase, requested } from './database.js';

/** How long a lease lasts that is not given back, in milliseconds: longer than an upload's longest request. */
export const LEASE_MS = 35_000;

/**
 * A lease in IndexedDB, for where there are no Web Locks: a page without https has none. A page that dies with it holds up the others
 * until it ends.
 *
 * @param owner this page's name.
 * @param now epoch milliseconds, which all tabs share.
 */
export function createLease(name: string, owner: string, now: () => number) {
  const opening = () =>
    openDatabase(`${name}:lease`, 1, {
      upgrade: (fresh) => void fresh.createObjectStore('lease'),
      blocking: (db) => db.close(),
    });
  let db: ReturnType<typeof opening> | undefined;
  const change = async (take: boolean): Promise<boolean> => {
    const tx = (await (db ??= opening())).transaction('lease', 'readwrite', bag({ durability: 'strict' as const }));
    const done = completed(tx);
    const store = tx.objectStore('lease');
    const held = (await requested(store.get('upload'))) as { owner: string; untilMs: number } | undefined;
    const leftMs = held ? held.untilMs - now() : 0;
    // One that lasts too long was written by a clock that has been set back.
    const free = !held || held.owner === owner || leftMs <= 0 || leftMs > LEASE_MS;
    if (free && take) store.put({ owner, untilMs: now() + LEASE_MS }, 'upload');
    else if (free) store.delete('upload');
    tx.commit();
    await done;
    return free;
  };
  /** Whether this page has it now. */
  return {
    take: () => change(true),
    _giveBack: () => change(false),
    /** Lets go of its database. */
    close: () => void db?.then((open) => open.close()).catch(() => {}),
  };
}
