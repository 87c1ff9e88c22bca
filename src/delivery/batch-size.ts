/**
 * How many events a request carries: half as many after one that did not get through, more again while requests are quick.
 *
 * Source: V. Jacobson, "Congestion Avoidance and Control", 1988: start slowly, shrink by halves, then grow by little.
 */
import { BATCH_EVENTS } from './line.js';

export interface BatchSize {
  /** How many events the next request carries at most. */
  readonly _most: number;
  /** Whether a request did not get through since it was last at the limit: then it grows by an eighth, not to twice as much. */
  readonly _wary: boolean;
}

/** For an endpoint that has not answered this browser yet. */
export const FIRST_SIZE: BatchSize = { _most: 10, _wary: false };
export const FULL_SIZE: BatchSize = { _most: BATCH_EVENTS, _wary: false };

/** A request that took a quarter of its time limit may carry twice as much and still be far from it, in milliseconds. */
const QUICK_MS = 7_500;
/** What fails in less time does so whatever it carries: the browser is offline, or nobody listens. In milliseconds. */
const AT_ONCE_MS = 1_000;

/** Reasons that say that the request, or its reply, did not get through. */
const STUCK = /^(network|timeout|http-408|http-504)$/;

/**
 * The size after a request. Pure.
 *
 * @param events how many it carried.
 * @param reason why it failed; null after an acknowledgement.
 * @param tookMs milliseconds until either.
 */
export function stepBatchSize(size: BatchSize, events: number, reason: string | null, tookMs: number): BatchSize {
  const { _most: most, _wary: wary } = size;
  if (reason !== null) {
    if (!STUCK.test(reason)) return size;
    const least = tookMs < AT_ONCE_MS ? Math.min(most, FIRST_SIZE._most) : 1;
    return { _most: Math.max(least, events >> 1), _wary: true };
  }
  if (tookMs >= QUICK_MS) return size;
  const next = wary ? (events < most ? most : most + Math.ceil(most / 8)) : Math.max(most, 2 * events);
  return next < BATCH_EVENTS ? { _most: next, _wary: wary } : FULL_SIZE;
}
