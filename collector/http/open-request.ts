import type { FastifyRequest } from 'fastify';
import { assertSlowEnough, assertUnderLimit } from './assert-slow-enough.js';
import type { BytesInFlight, Share } from './bytes-in-flight.js';
import { findProject, writeKeysIn, writeKeysOf, type Addressed, type Projects } from './find-project.js';
import { assertKeyAllows, type KeyRules } from './key-rules.js';
import { parseBody } from './parse-body.js';
import { addressOf, senderOf, type RateLimit } from './rate-limit.js';
import { readBody } from './read-body.js';

/** What every request with a write key goes through. */
export interface RequestGate {
  readonly projects: Projects;
  readonly keyRules: KeyRules;
  readonly inFlight: BytesInFlight;
  readonly rateLimit: RateLimit;
  /** Told which write key sends too fast, and not from where. */
  readonly onFailure: (error: unknown) => void;
}

/** A request whose write key is known. */
export interface OpenRequest extends Addressed {
  readonly body: Readonly<Record<string, unknown>>;
  /**
   * Takes what the request costs from its sender's limit.
   *
   * @throws {RequestError} `rate-limited`.
   */
  charge(events: number): void;
  /** Takes what it costs beyond that, which is known only now: the sender's next requests wait for it. */
  owe(events: number): void;
}

/** So much of a body counts as one event of its address, whatever it holds: an event of a page is half of it. */
const BYTES_PER_EVENT = 2_048;

/** Parsing a smaller one costs less than looking for its key. */
const SMALL_BODY_CHARACTERS = 64 * 1024;

/**
 * Reads a request's body and finds out whose it is. What its bytes cost is taken from its address first, so that nobody makes others wait
 * by requests that are refused; a large body is not parsed where none of its write keys is known.
 *
 * @param share holds the body until the caller gives it back.
 * @throws {RequestError} `rate-limited`, `write-key-missing`, `write-key-unknown`, `origin-refused`, `host-refused`, and those of `readBody` and `parseBody`.
 */
export async function openRequest(request: FastifyRequest, gate: RequestGate, share: Share): Promise<OpenRequest> {
  const { projects, keyRules, rateLimit, onFailure } = gate;
  const address = addressOf(request.ip);
  assertUnderLimit(rateLimit, address);
  const weight = () => Math.ceil(share.mostBytes / BYTES_PER_EVENT);
  const text = await readBody(request.raw, request.headers, share).finally(() => rateLimit.spend(address, weight()));
  if (text.length > SMALL_BODY_CHARACTERS) findProject(projects, [...writeKeysOf(request), ...writeKeysIn(text)]);
  const body = parseBody(text);
  const addressed = findProject(projects, writeKeysOf(request, body.writeKey));
  const { writeKey } = addressed;
  const sender = senderOf(writeKey, request.ip);
  // Where it has a limit of its own, that counts for its bytes too, and not the address's.
  const hasOwnLimit = keyRules.get(writeKey)?.rateLimit !== undefined;
  if (hasOwnLimit) rateLimit.spend(address, -weight());
  assertKeyAllows(keyRules, writeKey, request);
  return {
    ...addressed,
    body,
    charge(events) {
      assertSlowEnough(rateLimit, writeKey, request, events, onFailure);
      if (hasOwnLimit) rateLimit.spend(sender, Math.max(0, weight() - events));
    },
    owe: (events) => rateLimit.spend(sender, events),
  };
}
