import { bag } from './bag.js';

/**
 * Lets one tab of the origin work at a time: a Web Lock that is taken only when it is free and held only while the work lasts.
 * It is never waited for: a lock held or queued keeps pages out of the back/forward cache, and a queued one may never come
 * (docs/reliability.md). Where there are no locks every tab works, and the collector drops what comes twice.
 *
 * @returns a function that does the work, or resolves to null where another tab is at it.
 */
export function createElection(name: string): <T>(work: () => Promise<T>) => Promise<T | null> {
  return async (work) => {
    const begun: ReturnType<typeof work>[] = [];
    try {
      return await navigator.locks.request(name, bag({ ifAvailable: true }), async (lock) => {
        if (!lock) return null;
        begun.push(work());
        return begun[0]!;
      });
    } catch {
      // No locks here, or not for this frame; what was begun goes on.
      return begun[0] ?? work();
    }
  };
}
