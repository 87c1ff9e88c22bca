import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { RequestError } from './request-error.js';

const LOOPBACK_ADDRESS = /^(127\.|::1$|::ffff:127\.)/;
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * Lets a request read, or says why not.
 *
 * With a read key: whoever shows it as `Authorization: Bearer`. Without one: only this machine, by a name of this
 * machine, and not through a proxy. The name is looked at as well as the address because a page of a foreign site can
 * point its own name at 127.0.0.1 and ask through the visitor's browser (DNS rebinding).
 *
 * @throws {RequestError} 401 `read-key-missing`, `read-key-wrong`; 403 `reports-closed`.
 */
export function assertMayRead(request: FastifyRequest, readKey: string | null): void {
  if (readKey === null) {
    const isLocal =
      LOOPBACK_ADDRESS.test(request.socket.remoteAddress ?? '') &&
      LOOPBACK_HOST.test(request.headers.host ?? '') &&
      !FORWARDED.some((name) => name in request.headers);
    if (isLocal) return;
    throw new RequestError({
      statusCode: 403,
      code: 'reports-closed',
      message: 'Without a read key, reports are answered only to this machine, under the name localhost.',
      remedy: 'Start the collector with --read-key, and send it as "Authorization: Bearer <read key>".',
    });
  }
  const [, given] = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (given !== undefined && sameText(given.trim(), readKey)) return;
  throw new RequestError({
    statusCode: 401,
    code: given === undefined ? 'read-key-missing' : 'read-key-wrong',
    message: given === undefined ? 'The request has no read key.' : 'The read key is not the right one.',
    remedy: 'Send the key that the collector was started with as "Authorization: Bearer <read key>".',
  });
}

/** Takes as long for a near miss as for a far one. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
