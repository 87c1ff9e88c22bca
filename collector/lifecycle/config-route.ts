import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { openToAllOrigins } from '../http/cors.js';
import { findProject, type Projects } from '../http/find-project.js';
import { lifecycleMissing, type Lifecycles } from './lifecycles.js';

const PATH = '/v1/config/:writeKey';

/** How long a browser goes by a definition before it asks again. */
const CACHE_CONTROL = 'public, max-age=60';

/** `GET /v1/config/:writeKey`: the project's lifecycle definition, for pages of any origin. */
export function addConfigRoute(
  scope: FastifyInstance,
  { projects, lifecycles }: { readonly projects: Projects; readonly lifecycles: Lifecycles },
): void {
  openToAllOrigins(scope, [PATH]);
  const written = new WeakMap<Lifecycle, { readonly json: string; readonly tag: string }>();
  const writtenOut = (lifecycle: Lifecycle) => {
    let known = written.get(lifecycle);
    if (known === undefined) {
      const json = JSON.stringify(lifecycle.definition);
      known = { json, tag: `"${createHash('sha256').update(json).digest('base64url').slice(0, 22)}"` };
      written.set(lifecycle, known);
    }
    return known;
  };

  scope.get(PATH, (request, reply) => {
    const { projectId } = findProject(projects, [(request.params as { writeKey: string }).writeKey]);
    const lifecycle = lifecycles.get(projectId);
    if (lifecycle === undefined) throw lifecycleMissing(projectId);
    const { json, tag } = writtenOut(lifecycle);
    void reply.headers({ etag: tag, 'cache-control': CACHE_CONTROL });
    const known = request.headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, '')) ?? [];
    if (known.includes(tag) || known.includes('*')) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(json);
  });
}
