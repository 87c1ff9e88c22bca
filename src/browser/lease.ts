import { openDB } from 'idb';
import { bag } from './bag.js';
import { settledAlone } from './settled-alone.js';

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
    openDB<{ lease: { key: string; value: { owner: string; untilMs: number } } }>(`${name}:lease`, 1, {
      upgrade: (fresh) => void fresh.createObjectStore('lease'),
      blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
    });
  let db: ReturnType<typeof opening> | undefined;
  const change = async (take: boolean): Promise<boolean> => {
    const tx = settledAlone(
      (await (db ??= opening())).transaction('lease', 'readwrite', bag({ durability: 'strict' as const })),
    );
    const held = await tx.store.get('upload');
    const leftMs = held ? held.untilMs - now() : 0;
    // One that lasts too long was written by a clock that has been set back.
    const free = !held || held.owner === owner || leftMs <= 0 || leftMs > LEASE_MS;
    if (free) await (take ? tx.store.put({ owner, untilMs: now() + LEASE_MS }, 'upload') : tx.store.delete('upload'));
    tx.commit();
    await tx.done;
    return free;
  };
  /** Whether this page has it now. */
  return { take: () => change(true), giveBack: () => change(false) };
}
