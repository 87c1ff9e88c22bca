import type { TimeCorrection } from '../store/event-row.js';

/** What a request tells of its sender's clock. */
export interface SenderClock {
  readonly verdict: Extract<TimeCorrection, 'none' | 'fast-clock' | 'slow-clock' | 'late'>;
  /** What times by this clock are moved by, in milliseconds; 0 for a clock that is not known to be wrong. */
  readonly byMs: number;
  /** When the request was sent, by this clock. */
  readonly sentAtMs: number | null;
}

/** A smaller difference is the way through the network. */
const MIN_SKEW_MS = 60_000;

/** Summer time and the neighbour's time zone, together: what a clock that somebody has set by hand is mostly wrong by. */
const MAX_SLOW_MS = 2 * 60 * 60_000;

/**
 * Tells a wrong clock from a delay, by when a request says that it was sent and when it came.
 *
 * Nothing comes in before it was sent: a `sentAt` in the future proves a fast clock, however fast, if an event of the request lies in the
 * future too. Else only the request was sent by that clock, and its events may be right. A `sentAt` in the past may be a slow clock or a
 * request that waited, and nothing tells one from the other: up to two hours it is taken for the clock, beyond for a delay.
 *
 * @param timesMs when its events happened by the sender's clock; entries that are not numbers are skipped.
 */
export function judgeClock(sentAtMs: number | null, receivedAtMs: number, timesMs: readonly number[]): SenderClock {
  const byMs = sentAtMs === null ? 0 : receivedAtMs - sentAtMs;
  if (byMs < -MIN_SKEW_MS) {
    const isAhead = timesMs.some((atMs) => atMs > receivedAtMs + MIN_SKEW_MS);
    return isAhead ? { verdict: 'fast-clock', byMs, sentAtMs } : { verdict: 'none', byMs: 0, sentAtMs };
  }
  if (byMs > MAX_SLOW_MS) return { verdict: 'late', byMs: 0, sentAtMs };
  return byMs > MIN_SKEW_MS ? { verdict: 'slow-clock', byMs, sentAtMs } : { verdict: 'none', byMs: 0, sentAtMs };
}
