import type { TimeCorrection } from '../store/event-row.js';
import type { SenderClock } from './sender-clock.js';

/** When an event happened, by the sender's clock and by ours. Epoch milliseconds. */
export interface EventTime {
  readonly tsMs: number;
  readonly adjustedMs: number;
  readonly correction: TimeCorrection;
}

export interface TimeFault {
  readonly code: 'timestamp-invalid' | 'timestamp-future';
  readonly message: string;
}

/** What a clock that was never set says. */
const MIN_MS = Date.UTC(1970, 0, 1);
/** Once corrected: no shop's archive goes back further. */
const EARLIEST_MS = Date.UTC(1995, 0, 1);
const END_MS = Date.UTC(2101, 0, 1);
const MAX_AHEAD_MS = 24 * 60 * 60 * 1000;

/** An event that claims to have happened so much after it was sent was timed by a clock that has been set since. */
const MIN_AFTER_MS = 60_000;

/** No client's queue keeps an event for longer: what is older comes from somewhere else, with a time of its own. */
const MAX_WAIT_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * An event's time, corrected where the sender's clock is wrong and the event was timed by that clock.
 *
 * @param timestamp ISO 8601 with a time zone.
 * @param isCorrected whether it says itself that somebody has corrected it before: such a time is moved only if it could not be stored else.
 * @returns a fault when it is no time, not in 1995…2100 once corrected, or more than 24 hours ahead once corrected.
 *
 * Source: https://segment.com/docs/connections/spec/common/#timestamps
 */
export function eventTime(
  timestamp: string,
  clock: SenderClock,
  receivedAtMs: number,
  isCorrected: boolean,
): EventTime | TimeFault {
  const tsMs = Date.parse(timestamp);
  const [byMs, correction] = correctionOf(tsMs, clock, isCorrected && tsMs <= receivedAtMs + MAX_AHEAD_MS);
  const adjustedMs = tsMs + byMs;
  if (!inRange(tsMs) || !inRange(adjustedMs) || adjustedMs < EARLIEST_MS) {
    return {
      code: 'timestamp-invalid',
      message: `$.timestamp is ${JSON.stringify(timestamp)}; allowed: a time in 1995…2100.`,
    };
  }
  if (adjustedMs > receivedAtMs + MAX_AHEAD_MS) {
    const ahead = `${Math.round((adjustedMs - receivedAtMs) / 3_600_000)} hours ahead`;
    return {
      code: 'timestamp-future',
      message: `$.timestamp is ${JSON.stringify(timestamp)}, ${ahead}; allowed: at most 24 hours, and a sentAt beside the batch corrects a fast clock.`,
    };
  }
  return { tsMs, adjustedMs, correction };
}

function correctionOf(
  tsMs: number,
  { verdict, byMs, sentAtMs }: SenderClock,
  isCorrected: boolean,
): [number, TimeCorrection] {
  if (isCorrected) return [0, 'corrected-before'];
  if (byMs === 0 || sentAtMs === null) return [0, verdict];
  const waitedMs = sentAtMs - tsMs;
  if (waitedMs < -MIN_AFTER_MS || waitedMs > MAX_WAIT_MS || !inRange(tsMs + byMs)) return [0, 'clock-changed'];
  return [byMs, verdict];
}

function inRange(atMs: number): boolean {
  return atMs >= MIN_MS && atMs < END_MS;
}
