import type { Clock } from '../../src/delivery/ports.js';

/** A clock that stands still until it is told to go on; what is due is called on the way, in order. */
export function manualClock(): Clock & { advance(ms: number): Promise<void>; readonly timers: number } {
  let nowMs = 1_000_000;
  let timers: { dueMs: number; callback: () => void }[] = [];
  return {
    now: () => nowMs,
    _monotonicMs: () => nowMs,
    random: () => 0.5,
    after: (waitMs, callback) => {
      const timer = { dueMs: nowMs + waitMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    get timers() {
      return timers.length;
    },
    advance: async (ms) => {
      const untilMs = nowMs + ms;
      for (;;) {
        // Promises that are ready come first, as in a browser.
        await new Promise((resolve) => setImmediate(resolve));
        const [next] = timers.filter(({ dueMs }) => dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs);
        if (!next) break;
        nowMs = Math.max(nowMs, next.dueMs);
        timers = timers.filter((timer) => timer !== next);
        next.callback();
      }
      nowMs = untilMs;
    },
  };
}
