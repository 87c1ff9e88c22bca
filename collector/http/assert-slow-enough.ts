import type { FastifyRequest } from 'fastify';
import { rateLimited } from './error-answer.js';
import { senderOf, type RateLimit } from './rate-limit.js';

/**
 * Takes events from the bucket of a request's sender, whose address goes no further than this.
 *
 * @param onFailure told which write key it was, and not from where.
 * @throws {RequestError} `rate-limited`.
 */
export function assertSlowEnough(
  rateLimit: RateLimit,
  writeKey: string,
  request: FastifyRequest,
  events: number,
  onFailure: (error: unknown) => void,
): void {
  const waitMs = rateLimit.take(senderOf(writeKey, request.ip), events);
  if (waitMs === 0) return;
  onFailure(new Error(`rate-limited: a sender with the write key ${writeKey} sends more than --rate-limit allows.`));
  throw rateLimited(waitMs);
}

/**
 * Refuses an address that has spent its limit, before anything is done for it.
 *
 * @throws {RequestError} `rate-limited`.
 */
export function assertUnderLimit(rateLimit: RateLimit, address: string): void {
  const waitMs = rateLimit.waitMs(address, 1);
  if (waitMs > 0) throw rateLimited(waitMs);
}
