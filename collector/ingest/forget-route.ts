import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { MAX_ID_LENGTH } from '../../src/wire/limits.js';
import { FORGET_PATH } from '../../src/wire/forget.js';
import { storeRefused } from '../http/error-answer.js';
import { RequestError } from '../http/request-error.js';
import { QueueFullError } from '../store/group-commit.js';
import type { Store } from '../store/open-store.js';
import { assertKeyAllows, type KeyRules } from '../http/key-rules.js';
import { assertSlowEnough } from '../http/assert-slow-enough.js';
import { askedBy } from '../http/read-guard.js';
import type { AuditLog } from '../http/audit-log.js';
import type { BytesInFlight } from '../http/bytes-in-flight.js';
import { shown } from '../http/clip.js';
import { findProject, writeKeysOf, type Projects } from '../http/find-project.js';
import { parseBody } from '../http/parse-body.js';
import type { RateLimit } from '../http/rate-limit.js';
import { readBody } from '../http/read-body.js';

export interface ForgetOptions {
  readonly store: Pick<Store, 'forget'>;
  readonly projects: Projects;
  readonly keyRules: KeyRules;
  readonly inFlight: BytesInFlight;
  readonly rateLimit: RateLimit;
  readonly audit: AuditLog;
  readonly onFailure: (error: unknown) => void;
}

/** A browser asks once: it counts as so many events, for it costs the store about as much. */
const COST_EVENTS = 250;

/** As UUIDs and nanoids are written: no e-mail address, no name with spaces. */
const RANDOM_ID = /^[\w.~-]+$/;
const MIN_LENGTH = 20;
const MIN_CHARACTERS = 8;

/**
 * `POST /v1/forget`: erases what a browser sent, for whoever knows its anonymous id.
 *
 * A write key is public, so knowing the id is all that speaks for the sender: a user id, which others may guess or read
 * somewhere, is not looked at, and neither are events that only a user id names.
 */
export function addForgetRoute(
  scope: FastifyInstance,
  { store, projects, keyRules, inFlight, rateLimit, audit, onFailure }: ForgetOptions,
): void {
  async function read(request: FastifyRequest): Promise<{ projectId: string; anonymousId: string }> {
    const share = inFlight.open();
    try {
      const body = parseBody(await readBody(request.raw, request.headers, share));
      const { writeKey, projectId } = findProject(projects, writeKeysOf(request, body.writeKey));
      assertKeyAllows(keyRules, writeKey, request);
      const anonymousId = unguessable(body.anonymousId);
      assertSlowEnough(rateLimit, writeKey, request, COST_EVENTS, onFailure);
      return { projectId, anonymousId };
    } finally {
      share.close();
    }
  }

  scope.post(FORGET_PATH, async (request, reply): Promise<FastifyReply> => {
    const { projectId, anonymousId } = await read(request);
    try {
      const erased = await store.forget(projectId, anonymousId);
      audit({ what: 'browser-erased', project: projectId, person: anonymousId, erased, ...askedBy(request) });
      return await reply.send({ success: true, erased });
    } catch (error) {
      if (error instanceof QueueFullError) throw error;
      onFailure(error);
      throw storeRefused(error);
    }
  });
}

/** @throws {RequestError} `anonymous-id-missing`, `anonymous-id-guessable`. */
export function unguessable(id: unknown): string {
  if (typeof id !== 'string' || id === '') {
    throw wrong('anonymous-id-missing', `"anonymousId" is ${shown(id)}.`);
  }
  const isRandom = id.length >= MIN_LENGTH && id.length <= MAX_ID_LENGTH && RANDOM_ID.test(id);
  if (isRandom && new Set(id).size >= MIN_CHARACTERS) return id;
  throw wrong('anonymous-id-guessable', `"anonymousId" is ${shown(id)}, which others could guess.`);
}

function wrong(code: string, message: string): RequestError {
  const remedy = `Send the browser's own random anonymousId: a UUID, or at least ${MIN_LENGTH} random letters, digits and -._~.`;
  return new RequestError({ statusCode: 400, code, message, remedy });
}
