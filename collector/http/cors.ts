import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Any page may send, and read what its sending came to; never with cookies, for there are none. */
export const OPEN_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Retry-After',
  'cross-origin-resource-policy': 'cross-origin',
} as const;

const PREFLIGHT = {
  ...OPEN_HEADERS,
  'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS',
  'access-control-max-age': '86400',
  vary: 'Access-Control-Request-Headers',
};

/** Names of headers, by commas. */
const HEADER_NAMES = /^[\w!#$%&'*+.^`|~, -]+$/;

/**
 * Answers a preflight: whatever headers are asked for are allowed. Other clients, and agents that watch a page's requests, add their
 * own; without credentials no header gives anybody more than they have.
 */
export function answerPreflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const asked = request.headers['access-control-request-headers'] ?? '';
  const allowed = HEADER_NAMES.test(asked) ? asked : '*, Authorization';
  return reply
    .code(204)
    .headers({ ...PREFLIGHT, 'access-control-allow-headers': allowed })
    .send();
}

/**
 * Opens the routes of this scope to pages of other origins, and answers their preflight on `paths`.
 *
 * By hand and not by `@fastify/cors`, whose preflight route would answer for the reports as well.
 */
export function openToAllOrigins(scope: FastifyInstance, paths: Iterable<string>): void {
  scope.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(OPEN_HEADERS);
    done();
  });
  for (const path of paths) scope.options(path, answerPreflight);
}
