import type { FastifyInstance } from 'fastify';

/** Any page may send, and read what its sending came to; never with cookies, for there are none. */
const HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Retry-After',
  'cross-origin-resource-policy': 'cross-origin',
};

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS',
  'access-control-allow-headers': 'Authorization, Content-Encoding, Content-Type',
  'access-control-max-age': '86400',
};

/**
 * Opens the routes of this scope to pages of other origins, and answers their preflight on `paths`.
 *
 * By hand and not by `@fastify/cors`, whose preflight route would answer for the reports as well.
 */
export function openToAllOrigins(scope: FastifyInstance, paths: readonly string[]): void {
  scope.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(HEADERS);
    done();
  });
  for (const path of paths) scope.options(path, (_request, reply) => reply.code(204).headers(PREFLIGHT).send());
}
