/** When an event happened, by the sender's clock and by ours. Epoch milliseconds. */
export interface EventTime {
  readonly tsMs: number;
  readonly adjustedMs: number;
}

export interface TimeFault {
  readonly code: 'timestamp-invalid' | 'timestamp-future';
  readonly message: string;
}

const MIN_MS = Date.UTC(1970, 0, 1);
const END_MS = Date.UTC(2101, 0, 1);
const MAX_AHEAD_MS = 24 * 60 * 60 * 1000;

/** A smaller difference is the way through the network, not a wrong clock; to correct it would move events over midnight. */
const MIN_SKEW_MS = 60_000;

/**
 * An event's time, corrected for a wrong clock: the sender's clock is off by as much as `sentAt` differs from when
 * the request came in.
 *
 * @param timestamp ISO 8601 with a time zone.
 * @param sentAtMs null where the sender did not say.
 * @returns a fault when it is no time, not in 1970…2100, or more than 24 hours ahead once corrected.
 *
 * Source: https://segment.com/docs/connections/spec/common/#timestamps
 */
export function eventTime(timestamp: string, sentAtMs: number | null, receivedAtMs: number): EventTime | TimeFault {
  const tsMs = Date.parse(timestamp);
  const skewMs = sentAtMs === null ? 0 : receivedAtMs - sentAtMs;
  const adjustedMs = Math.abs(skewMs) > MIN_SKEW_MS ? tsMs + skewMs : tsMs;
  if (!inRange(tsMs) || !inRange(adjustedMs)) {
    return {
      code: 'timestamp-invalid',
      message: `$.timestamp is ${JSON.stringify(timestamp)}; allowed: a time in 1970…2100.`,
    };
  }
  if (adjustedMs > receivedAtMs + MAX_AHEAD_MS) {
    const ahead = `${Math.round((adjustedMs - receivedAtMs) / 3_600_000)} hours ahead`;
    return {
      code: 'timestamp-future',
      message: `$.timestamp is ${JSON.stringify(timestamp)}, ${ahead}; allowed: at most 24 hours, and a sentAt corrects a wrong clock.`,
    };
  }
  return { tsMs, adjustedMs };
}

function inRange(atMs: number): boolean {
  return atMs >= MIN_MS && atMs < END_MS;
}
