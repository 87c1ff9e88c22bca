import { quietly } from './quietly.js';

/** The page's clocks and timers, as they are now: a page may replace its own later. */
export function createClock(): {
  now(): number;
  monotonicMs(): number;
  after(waitMs: number, callback: () => void): () => void;
  random(): number;
} {
  const { setTimeout, clearTimeout, performance, Date: NativeDate, Math: NativeMath } = globalThis;
  const { random } = NativeMath;
  // A page's `var performance = …` takes its place.
  const monotonic = typeof (performance as Partial<Performance> | null)?.now === 'function' ? performance : NativeDate;
  const now = NativeDate.now;
  return {
    now: () => now.call(NativeDate),
    monotonicMs: () => monotonic.now(),
    after: (waitMs, callback) => {
      const timer = setTimeout(quietly(callback), waitMs);
      // On a server a wait does not keep the process alive.
      if (typeof timer === 'object') (timer as { unref(): void }).unref();
      return () => clearTimeout(timer);
    },
    random: () => random(),
  };
}
