/**
 * What is posted to `/v1/batch`, and what comes back.
 */
import type { AhaEvent, EventContext, JsonObject } from './event.js';

/** The path, below the endpoint, that batches are posted to. */
export const BATCH_PATH = '/v1/batch';

export interface BatchRequest {
  readonly batch: readonly AhaEvent[];
  /** When it was sent by the sender's clock, ISO 8601: the collector corrects a wrong clock by it. */
  readonly sentAt?: string;
  /** Which project it is for. Public: it can only add. */
  readonly writeKey?: string;
  /** Merged below each event's own. */
  readonly context?: EventContext;
  readonly integrations?: JsonObject;
}

/** Why one event of a batch was not stored; the collector keeps it with this reason. */
export interface Rejection {
  /** Its place in `batch`, from 0. */
  readonly index: number;
  /** Its `messageId`, where it had a readable one. */
  readonly messageId: string | null;
  /** A stable code, listed in docs/errors.md. */
  readonly code: string;
  /** What was wrong, the value and what is allowed, in English. */
  readonly message: string;
}

/**
 * What this collector takes from senders beyond Segment's HTTP API. `context`: one beside `batch`, merged below each event's own.
 * `gzip`: a body known by its first bytes, whatever its headers say, so that a page may send it as `text/plain`.
 */
export const TAKES = ['context', 'gzip'] as const;
export type Skill = (typeof TAKES)[number];

/** The answer to a batch that was read: every event is committed, known already, or rejected with its reason. */
export interface BatchReply {
  readonly success: true;
  /** Events stored by this request. */
  readonly accepted: number;
  /** Events that were stored before, or stand twice in this batch. */
  readonly duplicates: number;
  /** Events of who was forgotten before they came: taken and not stored. Left out where there are none. */
  readonly forgotten?: number;
  readonly rejected: readonly Rejection[];
  /** The `messageId` of the first event of the batch as sent, by which a sender knows whose answer this is; null where it has none. */
  readonly firstMessageId: string | null;
  readonly takes: readonly Skill[];
}

/** The answer to a request of which nothing was stored. */
export interface ErrorReply {
  readonly success: false;
  readonly error: { readonly code: string; readonly message: string; readonly remedy: string };
}
