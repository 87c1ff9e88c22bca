import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { TAKES, type BatchReply } from '../../src/wire/batch.js';
import { FORGET_PATH } from '../../src/wire/forget.js';
import { REFERRAL_PATH } from '../../src/wire/referral.js';
import { openToAllOrigins } from '../http/cors.js';
import { storeRefused } from '../http/error-answer.js';
import { RequestError } from '../http/request-error.js';
import { QueueFullError } from '../store/group-commit.js';
import type { Written } from '../store/event-writer.js';
import type { Store } from '../store/open-store.js';
import type { BytesInFlight } from '../http/bytes-in-flight.js';
import { saidAtMs, sentAtOf } from './check-event.js';
import { dropIp } from './drop-ip.js';
import { findProject, writeKeysOf, type Projects } from '../http/find-project.js';
import { INGEST_PATHS } from './ingest-paths.js';
import { isRobotAgent } from '../http/is-robot.js';
import { remembered } from './remembered.js';
import { judgeClock } from './sender-clock.js';
import { openBatch } from './open-batch.js';
import { parseBody } from '../http/parse-body.js';
import { assertKeyAllows, type KeyRules } from '../http/key-rules.js';
import { assertSlowEnough } from '../http/assert-slow-enough.js';
import { addForgetRoute } from './forget-route.js';
import type { AuditLog } from '../http/audit-log.js';
import type { RateLimit } from '../http/rate-limit.js';
import { readBody } from '../http/read-body.js';
import { messageIdOf } from './rejected-row.js';
import { takeEvents, type TakenEvents } from './take-events.js';

/** The request's body as the object that holds its `batch`. */
type BatchOf = (body: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** What a request asks the store to take. */
interface JudgedEvents extends TakenEvents {
  /** All events that are to be stored, with what they share. */
  readonly sizeBytes: number;
  /** Of the first event as it was sent. */
  readonly firstMessageId: string | null;
}

/** What a row takes beside its event: its columns, times and ids. */
const ROW_BYTES = 1024;

declare module 'fastify' {
  interface FastifyRequest {
    /** When its first bytes came in; epoch milliseconds. */
    receivedAtMs: number;
  }
}

export interface IngestOptions {
  readonly store: Pick<Store, 'writeEvents' | 'writeRejected' | 'forget'>;
  readonly projects: Projects;
  readonly keyRules: KeyRules;
  readonly inFlight: BytesInFlight;
  readonly rateLimit: RateLimit;
  readonly audit: AuditLog;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told why the store refused. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * `POST /v1/batch`, a route for each type that takes one event, and the names that other clients have for them; `POST /v1/forget`.
 *
 * Answered when what can be stored is committed and what cannot is kept with its reason.
 */
export function addIngestRoutes(
  scope: FastifyInstance,
  { store, projects, keyRules, inFlight, rateLimit, audit, now, onFailure }: IngestOptions,
): void {
  openToAllOrigins(scope, [...INGEST_PATHS.keys(), FORGET_PATH, REFERRAL_PATH]);

  // A body is read by what it is, not by what it is called: beacons say text/plain, others say nothing or nonsense.
  scope.decorateRequest('receivedAtMs', 0);
  scope.addHook('onRequest', (request, reply, done) => {
    request.receivedAtMs = now();
    void reply.header('cache-control', 'no-store');
    delete request.raw.headers['content-type'];
    done();
  });
  scope.removeAllContentTypeParsers();
  // The handler reads it: what it holds in memory is given back there, however the request ends.
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null));

  /** No part of the text or of what was parsed outlives this function: only the rows wait to be stored. */
  function judge(text: string, request: FastifyRequest, batchOf: BatchOf): JudgedEvents {
    const { receivedAtMs } = request;
    const body = parseBody(text);
    const { writeKey, projectId } = findProject(projects, writeKeysOf(request, body.writeKey));
    assertKeyAllows(keyRules, writeKey, request);
    const asked = batchOf(body);
    dropIp(asked);
    const batch = openBatch(asked);
    assertSlowEnough(rateLimit, writeKey, request, batch.events.length, onFailure);
    const { context, integrations } = batch;
    const taken = takeEvents(batch, {
      projectId,
      receivedAtMs,
      clock: judgeClock(sentAtOf(body), receivedAtMs, batch.events.map(saidAtMs)),
      browserAgent: browserAgentOf(request),
      isRobotAgent: remembered(isRobotAgent),
      context,
      integrations,
    });
    const sizeBytes = batch.sizeBytes + taken.rows.length * sizeOf(context, integrations);
    return { ...taken, sizeBytes, firstMessageId: messageIdOf(batch.events[0]) };
  }

  async function take(request: FastifyRequest, batchOf: BatchOf): Promise<BatchReply> {
    const share = inFlight.open();
    try {
      const taken = judge(await readBody(request.raw, request.headers, share), request, batchOf);
      share.hold(heldBytes(taken));
      const { accepted, duplicates, forgotten } = await keep(taken);
      return {
        success: true,
        accepted,
        duplicates,
        ...(forgotten > 0 && { forgotten }),
        rejected: taken.rejections,
        firstMessageId: taken.firstMessageId,
        takes: TAKES,
      };
    } finally {
      share.close();
    }
  }

  async function keep({ rows, rejected, sizeBytes }: JudgedEvents): Promise<Written> {
    try {
      const [written] = await Promise.all([store.writeEvents(rows, sizeBytes), store.writeRejected(rejected)]);
      return written;
    } catch (error) {
      if (error instanceof QueueFullError) throw error;
      onFailure(error);
      throw storeRefused(error);
    }
  }

  for (const [path, posted] of INGEST_PATHS) {
    scope.post(path, async (request, reply): Promise<FastifyReply> => {
      if (posted === 'batch') return reply.send(await take(request, (body) => body));
      const answer = await take(request, (body) => ({ batch: [{ ...body, type: posted }] }));
      const [rejection] = answer.rejected;
      if (rejection) {
        const { code, message } = rejection;
        const remedy = 'Correct the event and send it again; it is kept among the rejected ones (GET /v1/rejected).';
        throw new RequestError({ statusCode: 400, code, message, remedy });
      }
      return reply.send(answer);
    });
  }

  addForgetRoute(scope, { store, projects, keyRules, inFlight, rateLimit, audit, onFailure });
}

/** A page's requests say what kind of fetch they are, or from which origin; a program's do not. */
function browserAgentOf({ headers }: FastifyRequest): string | null {
  const isBrowser = headers.origin !== undefined || headers['sec-fetch-mode'] !== undefined;
  return isBrowser ? (headers['user-agent'] ?? null) : null;
}

function heldBytes({ rows, rejected, sizeBytes }: JudgedEvents): number {
  return sizeBytes + rows.length * ROW_BYTES + rejected.reduce((sum, row) => sum + row.raw.length, 0);
}

function sizeOf(...shared: readonly object[]): number {
  return shared.reduce((sum, one) => sum + JSON.stringify(one).length, 0);
}
