import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AuditLog } from './audit-log.js';
import { createRateLimit, senderOf } from './rate-limit.js';
import { RequestError } from './request-error.js';

/** Guards the routes that read or erase what is stored. */
export interface ReadGuard {
  /** Adds the check to every route of this scope. Never open to pages of other origins. */
  protect(scope: FastifyInstance): void;
}

export interface ReadGuardOptions {
  /** Null: nobody reads. */
  readonly readKey: string | null;
  readonly audit: AuditLog;
  /** Milliseconds by a clock that nobody sets. */
  readonly monotonicMs?: () => number;
}

/** Wrong keys that one address may show at once, and then in a second. */
const GUESSES = { capacity: 20, perSecond: 1 };

/**
 * Lets in requests that carry the read key as `Authorization: Bearer`. Requests from this machine need it too, and requests from pages
 * of other sites are always refused. After twenty wrong keys, an address may try one key a second; all others are refused unread.
 */
export function createReadGuard({ readKey, audit, monotonicMs }: ReadGuardOptions): ReadGuard {
  const guesses = createRateLimit({ ...GUESSES, ...(monotonicMs && { monotonicMs }) });

  function refusalOf(request: FastifyRequest): RequestError | null {
    const site = request.headers['sec-fetch-site'];
    if (site === 'cross-site' || site === 'same-site') return REFUSED.crossSite();
    if (readKey === null) return REFUSED.closed();
    const [, given] = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (given === undefined) return REFUSED.missing();
    const sender = senderOf('', request.ip);
    const waitMs = guesses.waitMs(sender, 1);
    if (waitMs > 0) return REFUSED.slowed(waitMs);
    if (sameText(given.trim(), readKey)) return null;
    guesses.take(sender, 1);
    return REFUSED.wrong();
  }

  return {
    protect(scope) {
      scope.addHook('onRequest', (request, reply, done) => {
        void reply.headers({ 'cache-control': 'no-store', 'cross-origin-resource-policy': 'same-origin' });
        const refusal = refusalOf(request);
        if (refusal === null) return done();
        audit({ what: 'reading-refused', code: refusal.details.code, ...askedBy(request) });
        done(refusal);
      });
    },
  };
}

/** Who asks for what, as the audit log wants it: the route's pattern, for its path may name a person. */
export const askedBy = (request: FastifyRequest): { readonly route: string; readonly address: string } => ({
  route: `${request.method} ${request.routeOptions.url ?? ''}`,
  address: request.ip,
});

const WHERE_THE_KEY_IS = 'The collector has printed it, and keeps it in keys.json in its data folder.';
const HOW = `Send the read key as "Authorization: Bearer <read key>". ${WHERE_THE_KEY_IS}`;

const refused = (statusCode: number, code: string, message: string, remedy: string, retryAfterSeconds?: number) =>
  new RequestError({ statusCode, code, message, remedy, ...(retryAfterSeconds && { retryAfterSeconds }) });

const REFUSED = {
  crossSite: () =>
    refused(
      403,
      'cross-site',
      'A page of another site asks for what is stored.',
      'Ask from your own server, with the read key.',
    ),
  closed: () =>
    refused(
      403,
      'reports-closed',
      'This collector has no read key.',
      'Start it with AHALOOP_READ_KEY or --read-key-file.',
    ),
  missing: () => refused(401, 'read-key-missing', 'The request has no read key.', HOW),
  wrong: () => refused(401, 'read-key-wrong', 'The read key is not the right one.', HOW),
  slowed: (waitMs: number) =>
    refused(
      429,
      'read-key-guessed',
      'This address has shown too many wrong read keys.',
      `Wait for the time in Retry-After, then send the right one. ${WHERE_THE_KEY_IS}`,
      Math.max(1, Math.ceil(waitMs / 1_000)),
    ),
};

/** Takes as long for a near miss as for a far one. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
