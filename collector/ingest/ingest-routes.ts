import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BATCH_PATH, type BatchReply } from '../../src/wire/batch.js';
import type { EventType } from '../../src/wire/event.js';
import { openToAllOrigins } from '../cors.js';
import { storeRefused } from '../error-answer.js';
import { RequestError } from '../request-error.js';
import { QueueFullError } from '../store/group-commit.js';
import type { Store } from '../store/open-store.js';
import { sentAtOf } from './check-event.js';
import { findProject, type Projects } from './find-project.js';
import { openBatch } from './open-batch.js';
import { parseBody } from './parse-body.js';
import { readBody } from './read-body.js';
import { takeEvents } from './take-events.js';

const TYPES: readonly EventType[] = ['track', 'identify', 'page', 'screen', 'group', 'alias'];

declare module 'fastify' {
  interface FastifyRequest {
    /** When its first bytes came in; epoch milliseconds. */
    receivedAtMs: number;
  }
}

export interface IngestOptions {
  readonly store: Pick<Store, 'writeEvents' | 'writeRejected'>;
  readonly projects: Projects;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told why the store refused. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * `POST /v1/batch`, and a route for each type that takes one event: Segment's HTTP API.
 *
 * Answered when what can be stored is committed and what cannot is kept with its reason.
 */
export function addIngestRoutes(scope: FastifyInstance, { store, projects, now, onFailure }: IngestOptions): void {
  openToAllOrigins(scope, [BATCH_PATH, ...TYPES.map((type) => `/v1/${type}`)]);

  // A body is read by what it is, not by what it is called: beacons say text/plain, others say nothing or nonsense.
  scope.decorateRequest('receivedAtMs', 0);
  scope.addHook('onRequest', (request, _reply, done) => {
    request.receivedAtMs = now();
    delete request.raw.headers['content-type'];
    done();
  });
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
    readBody(payload, request.headers),
  );

  async function take(request: FastifyRequest, batchOf: (body: Readonly<Record<string, unknown>>) => object) {
    const { receivedAtMs } = request;
    const body = parseBody(typeof request.body === 'string' ? request.body : '');
    const projectId = findProject(projects, body.writeKey, request.headers.authorization);
    const batch = openBatch(batchOf(body) as Record<string, unknown>);
    const { context, integrations } = batch;
    const around = { projectId, receivedAtMs, sentAtMs: sentAtOf(body), context, integrations };
    const { rows, rejected, rejections } = takeEvents(batch, around);
    try {
      const [written] = await Promise.all([
        store.writeEvents(rows, batch.sizeBytes + rows.length * sizeOf(context, integrations)),
        store.writeRejected(rejected),
      ]);
      return { ...written, rejections };
    } catch (error) {
      if (error instanceof QueueFullError) throw error;
      onFailure(error);
      throw storeRefused();
    }
  }

  scope.post(BATCH_PATH, async (request, reply): Promise<FastifyReply> => {
    const { accepted, duplicates, rejections } = await take(request, (body) => body);
    const answer: BatchReply = { success: true, accepted, duplicates, rejected: rejections };
    return reply.send(answer);
  });

  for (const type of TYPES) {
    scope.post(`/v1/${type}`, async (request, reply): Promise<FastifyReply> => {
      const { accepted, duplicates, rejections } = await take(request, (body) => ({ batch: [{ ...body, type }] }));
      const [rejection] = rejections;
      if (rejection) {
        const { code, message } = rejection;
        const remedy = 'Correct the event and send it again; it is kept among the rejected ones (GET /v1/rejected).';
        throw new RequestError({ statusCode: 400, code, message, remedy });
      }
      const answer: BatchReply = { success: true, accepted, duplicates, rejected: [] };
      return reply.send(answer);
    });
  }
}

function sizeOf(...shared: readonly object[]): number {
  return shared.reduce((sum, one) => sum + JSON.stringify(one).length, 0);
}
