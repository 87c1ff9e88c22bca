import type { FastifyInstance } from 'fastify';
import { PERSON_PATH } from '../../src/wire/person.js';
import { openToAllOrigins } from '../http/cors.js';
import { findProject, type Projects } from '../http/find-project.js';
import { lifecycleMissing, type Lifecycles } from '../lifecycle/lifecycles.js';
import { assertKnownParams, type Query } from '../http/query-params.js';
import { RequestError } from '../http/request-error.js';
import type { Store } from '../store/open-store.js';
import { bearerToken, readIdentityToken, type IdentitySecrets } from '../http/identity-token.js';
import { personRecord } from './person-record.js';

export interface OwnPersonOptions {
  readonly store: Pick<Store, 'query' | 'stream'>;
  readonly projects: Projects;
  readonly lifecycles: Lifecycles;
  readonly identitySecrets: IdentitySecrets;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Nobody who is a person does more; a browser that is told so goes by its own facts. */
const MAX_EVENTS = 50_000;
/** So many are answered at once, each with one person's events in turn. */
const MAX_AT_ONCE = 4;

/**
 * `GET /v1/person?writeKey=…`: what is known of the person who is signed in, for their own page: a record as their browser keeps one,
 * of all of their events. Only for who shows an identity token that the site's server has signed.
 */
export function addOwnPersonRoute(
  scope: FastifyInstance,
  { store, projects, lifecycles, identitySecrets, now }: OwnPersonOptions,
): void {
  openToAllOrigins(scope, [PERSON_PATH]);
  let underWay = 0;
  scope.get(PERSON_PATH, async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    const query = request.query as Query;
    assertKnownParams(query, ['writeKey']);
    const { projectId: project } = findProject(projects, [query.writeKey]);
    const nowMs = now();
    const token = bearerToken(request.headers.authorization);
    const userId = readIdentityToken(token, { secrets: identitySecrets, project, nowMs });
    const lifecycle = lifecycles.get(project);
    if (lifecycle === undefined) throw lifecycleMissing(project);
    if (underWay >= MAX_AT_ONCE) throw busy();
    underWay++;
    try {
      const record = await personRecord(store, { project, lifecycle, userId, nowMs, most: MAX_EVENTS });
      if (record === null) throw tooMany();
      return { version: lifecycle.version, ...record, asOfMs: nowMs };
    } finally {
      underWay--;
    }
  });
}

const busy = (): RequestError =>
  new RequestError({
    statusCode: 429,
    code: 'overloaded',
    message: 'More people are asked for than can be answered at once.',
    remedy: 'Ask again after the time in Retry-After.',
    retryAfterSeconds: 2,
  });

const tooMany = (): RequestError =>
  new RequestError({
    statusCode: 422,
    code: 'person-too-large',
    message: `The person has more than ${MAX_EVENTS} events.`,
    remedy: 'Go by what the browser knows: so many are read for reports only.',
  });
