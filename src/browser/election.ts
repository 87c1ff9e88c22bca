import { bag } from './bag.js';

/** How long another tab may be at it before it is taken for frozen, in milliseconds. What both then send is stored once. */
const STEAL_AFTER_MS = 25_000;

/**
 * Lets one tab of the origin work at a time: a Web Lock that is taken only when it is free and held only while the work lasts.
 * It is never waited for: a lock held or queued keeps pages out of the back/forward cache, and a queued one may never come
 * (docs/reliability.md). A tab that has been frozen with it is robbed of it. Where there are no locks every tab works,
 * and the collector drops what comes twice.
 *
 * @param monotonicMs a clock that only grows.
 * @returns a function that does the work, or resolves to null where another tab is at it.
 */
export function createElection(
  name: string,
  monotonicMs: () => number,
): <T>(work: () => Promise<T>) => Promise<T | null> {
  let refusedSinceMs = Infinity;
  return async (work) => {
    const begun: ReturnType<typeof work>[] = [];
    const steal = monotonicMs() - refusedSinceMs > STEAL_AFTER_MS;
    try {
      // Together the two options are an error.
      return await navigator.locks.request(name, bag(steal ? { steal } : { ifAvailable: true }), async (lock) => {
        refusedSinceMs = lock ? Infinity : Math.min(refusedSinceMs, monotonicMs());
        if (!lock) return null;
        begun.push(work());
        return begun[0]!;
      });
    } catch {
      // No locks here, not for this frame, or stolen; what was begun goes on.
      return begun[0] ?? work();
    }
  };
}
