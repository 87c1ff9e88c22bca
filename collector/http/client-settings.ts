import type { FastifyInstance, FastifyRequest } from 'fastify';
import { openToAllOrigins } from './cors.js';
import type { Proxies } from './proxies.js';
import { findProject, writeKeysOf, type Projects } from './find-project.js';

const SEGMENT_PATH = '/v1/projects/:writeKey/settings';
const RUDDERSTACK_PATH = '/sourceConfig';

/**
 * What other clients ask for before they send: without it each would have to be given settings by hand. No destinations, no sampling, no
 * statistics of their maker's.
 *
 * `GET /v1/projects/:writeKey/settings`: Segment's browser and mobile clients. `GET /sourceConfig`: RudderStack's.
 */
export function addClientSettings(
  scope: FastifyInstance,
  { projects, proxies }: { readonly projects: Projects; readonly proxies: Proxies },
): void {
  openToAllOrigins(scope, [SEGMENT_PATH, RUDDERSTACK_PATH]);
  scope.addHook('onRequest', (_request, reply, done) => {
    void reply.header('cache-control', 'no-store');
    done();
  });
  scope.get(SEGMENT_PATH, (request, reply) => {
    const { writeKey } = findProject(projects, [(request.params as { writeKey: string }).writeKey]);
    const { protocol, host } = addressOf(request, proxies);
    const segment = { apiKey: writeKey, apiHost: `${host}/v1`, protocol, unbundledIntegrations: [] };
    return reply.send({ integrations: { 'Segment.io': segment }, plan: { track: {} }, edgeFunction: {} });
  });
  scope.get(RUDDERSTACK_PATH, (request, reply) => {
    const { writeKey, projectId } = findProject(projects, writeKeysOf(request));
    const off = { enabled: false };
    const config = { statsCollection: { errors: off, metrics: off } };
    const source = {
      id: projectId,
      name: projectId,
      writeKey,
      enabled: true,
      config,
      destinations: [],
      connections: [],
    };
    return reply.send({ source, updatedAt: null });
  });
}

/** How the client reached us; behind a known proxy, as the proxy says, else a page on https may reach only https. */
function addressOf(
  { headers, socket }: FastifyRequest,
  proxies: Proxies,
): { readonly protocol: 'http' | 'https'; readonly host: string } {
  const first = (name: string) =>
    String((proxies.includes(socket.remoteAddress) ? headers[name] : undefined) ?? '')
      .split(',')[0]!
      .trim();
  const said = first('x-forwarded-proto') || (headers.origin ?? '').split(':')[0];
  return { protocol: said === 'https' ? 'https' : 'http', host: first('x-forwarded-host') || (headers.host ?? '') };
}
