import { quietly } from './quietly.js';

/** The page's clocks and timers, as they are now: a page may replace its own later. */
export function createClock(): {
  now(): number;
  _monotonicMs(): number;
  after(waitMs: number, callback: () => void): () => void;
  random(): number;
  /** Ends all that `after` has begun, and all that it will be asked for. */
  stop(): void;
} {
  let running: Set<() => void> | null = new Set();
  const { setTimeout, clearTimeout, performance, Date: NativeDate, Math: NativeMath } = globalThis;
  const { random } = NativeMath;
  // A page's `var performance = …` takes its place.
  const monotonic = typeof (performance as Partial<Performance> | null)?.now === 'function' ? performance : NativeDate;
  const now = NativeDate.now;
  return {
    now: () => now.call(NativeDate),
    _monotonicMs: () => monotonic.now(),
    after: (waitMs, callback) => {
      if (!running) return () => {};
      const cancel = (): void => {
        running?.delete(cancel);
        clearTimeout(timer);
      };
      const timer = setTimeout(
        quietly(() => {
          running?.delete(cancel);
          callback();
        }),
        waitMs,
      );
      running.add(cancel);
      // In a test runner a wait does not keep the process alive.
      if (typeof timer === 'object') (timer as { unref(): void }).unref();
      return cancel;
    },
    stop: () => {
      const ending = running;
      running = null;
      ending?.forEach((cancel) => cancel());
    },
    random: () => random(),
  };
}
