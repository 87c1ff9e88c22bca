import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AuditLog } from '../http/audit-log.js';
import { storeRefused } from '../http/error-answer.js';
import { assertKnownParams, personIdOf, projectParam, wordParam, type Query } from '../http/query-params.js';
import { askedBy, type ReadGuard } from '../http/read-guard.js';
import type { Store } from '../store/open-store.js';
import { personEvents } from './person-events.js';

export interface PersonOptions {
  readonly store: Pick<Store, 'query' | 'stream' | 'erasePerson'>;
  readonly projects: readonly string[];
  readonly guard: ReadGuard;
  readonly audit: AuditLog;
  readonly onFailure: (error: unknown) => void;
}

/**
 * `GET /v1/person/:id/export` and `DELETE /v1/person/:id`: what is stored of a person, handed out or erased, for who runs the
 * product. The same events, by a user id or an anonymous id; with `?aliases=follow` by those that `alias` joins to it too. Never
 * open to other origins.
 */
export function addPersonRoutes(
  scope: FastifyInstance,
  { store, projects, guard, audit, onFailure }: PersonOptions,
): void {
  guard.protect(scope);

  function asked(request: FastifyRequest): {
    readonly projectId: string;
    readonly id: string;
    readonly followAliases: boolean;
  } {
    const query = request.query as Query;
    assertKnownParams(query, ['project', 'aliases']);
    return {
      projectId: projectParam(query, projects),
      id: personIdOf(request),
      followAliases: wordParam(query, 'aliases', 'follow'),
    };
  }

  scope.get('/v1/person/:id/export', async (request, reply) => {
    const { projectId, id, followAliases } = asked(request);
    audit({ what: 'person-exported', project: projectId, person: id, ...askedBy(request) });
    const events = await personEvents(store, projectId, id, followAliases);
    return reply
      .type('application/x-ndjson; charset=utf-8')
      .header('content-disposition', 'attachment; filename="person.jsonl"')
      .send(Readable.from(lines(events)));
  });

  scope.delete('/v1/person/:id', async (request, reply) => {
    const { projectId, id, followAliases } = asked(request);
    try {
      const erased = await store.erasePerson(projectId, id, followAliases);
      audit({ what: 'person-erased', project: projectId, person: id, erased, ...askedBy(request) });
      return await reply.send({ success: true, erased });
    } catch (error) {
      onFailure(error);
      throw storeRefused(error);
    }
  });
}

async function* lines(values: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const value of values) yield `${JSON.stringify(value)}\n`;
}
