export const BACKOFF_BASE_MS = 1_000;
export const BACKOFF_CAP_MS = 5 * 60_000;

/**
 * How long to wait after a number of failures in a row: full jitter, so that a thousand pages do not come back together.
 *
 * @param failures 1 after the first failure.
 * @param random 0 ≤ r < 1.
 * @returns milliseconds, a whole number from 0 to min(5 min, 1 s · 2^failures).
 *
 * Source: M. Brooker, "Exponential Backoff and Jitter"; https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs(failures: number, random: () => number): number {
  return Math.floor(random() * Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** Math.min(failures, 30)));
}
