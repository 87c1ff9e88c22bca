import { bag } from './bag.js';
import { inTime } from './in-time.js';

/** How long another tab may be at it before it is taken for frozen, in milliseconds. What both then send is stored once. */
const STEAL_AFTER_MS = 25_000;
/** How long the browser may take to say whether the lock is free; it may never, when a process of it has ended. */
const ANSWER_LIMIT_MS = 5_000;

export interface ElectionPorts {
  /** A clock that only grows. */
  readonly _monotonicMs: () => number;
  readonly after: (waitMs: number, callback: () => void) => () => void;
  /** For where there are no locks. */
  readonly _lease: { readonly take: () => Promise<boolean>; readonly _giveBack: () => Promise<unknown> };
}

/**
 * Lets one tab of the origin work at a time: a Web Lock that is taken only when it is free and held only while the work lasts.
 * It is never waited for: a lock held or queued keeps pages out of the back/forward cache, and a queued one may never come
 * (docs/reliability.md). A tab that has been frozen with it is robbed of it. Where there are no locks a lease in IndexedDB takes
 * their place; where there is none either every tab works, and the collector drops what comes twice.
 */
export function createElection(name: string, { _monotonicMs: monotonicMs, after, _lease: lease }: ElectionPorts) {
  const { locks } = (globalThis as { navigator?: { locks?: LockManager } }).navigator ?? {};
  let refusedSinceMs = Infinity;
  let stepDown = (): void => {};
  let busy = false;

  /** Asks for the lock; resolves to what was begun with it, to nothing where another tab has it. Rejects where it cannot be asked for. */
  const ask = async <T>(work: () => Promise<T>): Promise<readonly [Promise<T>?]> => {
    const steal = monotonicMs() - refusedSinceMs > STEAL_AFTER_MS;
    let late = false;
    let begun: readonly [Promise<T>?] = [];
    const answer = new Promise<void>((answered, failed) => {
      // Together the two options are an error.
      const options = bag(steal ? { steal } : { ifAvailable: true });
      const request = locks!.request(name, options, (lock) => {
        refusedSinceMs = lock ? Infinity : Math.min(refusedSinceMs, monotonicMs());
        answered();
        if (!lock || late) return;
        const own = work();
        begun = [own];
        return new Promise<void>((release) => {
          stepDown = release;
          own.then(() => release(), release);
        });
      });
      request.catch(failed);
    });
    try {
      await inTime(answer, ANSWER_LIMIT_MS, after, new Error('timeout'));
    } finally {
      late = true;
    }
    return begun;
  };

  const byLease = async <T>(work: () => Promise<T>): Promise<T | null> => {
    const taken = await inTime(lease.take(), ANSWER_LIMIT_MS, after, new Error('timeout')).catch(() => true);
    return taken ? work().finally(() => void lease._giveBack().catch(() => {})) : null;
  };

  return {
    /** Does the work, or resolves to null where another tab is at it. */
    _elect: async <T>(work: () => Promise<T>): Promise<T | null> => {
      // This page is at it itself.
      if (busy) return null;
      busy = true;
      try {
        // No locks here, or not for this frame, or no answer.
        const begun = locks && (await ask(work).catch(() => null));
        return await (begun ? (begun[0] ?? null) : byLease(work));
      } finally {
        busy = false;
      }
    },
    /** Lets another tab in at once, though what was begun here goes on. A lease ends by itself: nothing is begun in its database. */
    _stepDown: (): void => stepDown(),
  };
}
