import { MAX_BATCH_BYTES, MAX_BATCH_EVENTS, MAX_EVENT_BYTES } from '../../src/wire/limits.js';
import { RequestError } from '../http/request-error.js';
import { shown } from '../http/clip.js';
import { measureEvent, type Measured } from './check-event.js';
import { measure } from './event-shape.js';

/** A batch that may be looked at event by event. */
export interface OpenBatch {
  readonly events: readonly unknown[];
  readonly measured: readonly Measured[];
  /** All events that will be looked at closer, together. */
  readonly sizeBytes: number;
  readonly context: Readonly<Record<string, unknown>>;
  readonly integrations: Readonly<Record<string, unknown>>;
}

/**
 * Checks what concerns a batch as a whole.
 *
 * An event over its own limit is left to be rejected by itself and does not count in the batch's weight, so that
 * one event of 5 MB does not take its neighbours with it.
 *
 * @throws {RequestError} `batch-missing`, `batch-not-a-list`, `batch-empty`, `batch-too-many-events`,
 *   `batch-too-large`, `batch-context-invalid`.
 */
export function openBatch(body: Readonly<Record<string, unknown>>): OpenBatch {
  const { batch } = body;
  if (batch === undefined) throw wrong(400, 'batch-missing', 'The body has no "batch".');
  if (!Array.isArray(batch)) throw wrong(400, 'batch-not-a-list', `"batch" is ${shown(batch)}.`);
  if (batch.length === 0) throw wrong(400, 'batch-empty', '"batch" is an empty list.');
  if (batch.length > MAX_BATCH_EVENTS) {
    throw wrong(
      413,
      'batch-too-many-events',
      `"batch" has ${batch.length} events.`,
      `Send at most ${MAX_BATCH_EVENTS}.`,
    );
  }
  const measured = batch.map(measureEvent);
  const sizeBytes = measured.reduce((sum, one) => (one.sizeBytes > MAX_EVENT_BYTES ? sum : sum + one.sizeBytes), 0);
  if (sizeBytes > MAX_BATCH_BYTES) {
    const message = `The events of "batch" weigh ${sizeBytes} bytes together.`;
    throw wrong(413, 'batch-too-large', message, `Send at most ${MAX_BATCH_BYTES} bytes in one batch.`);
  }
  return {
    events: batch,
    measured,
    sizeBytes,
    context: shared(body, 'context'),
    integrations: shared(body, 'integrations'),
  };
}

function shared(body: Readonly<Record<string, unknown>>, key: 'context' | 'integrations'): Record<string, unknown> {
  const value = body[key] ?? {};
  const fine = typeof value === 'object' && !Array.isArray(value) && measure(value, 1).fault === null;
  if (fine) return value as Record<string, unknown>;
  const remedy = `Send an object of at most ${MAX_EVENT_BYTES} bytes and 15 levels, without a key "__proto__", or leave it out.`;
  throw wrong(
    400,
    'batch-context-invalid',
    `The "${key}" beside "batch" is ${shown(value)} that cannot be merged.`,
    remedy,
  );
}

function wrong(
  statusCode: number,
  code: string,
  message: string,
  remedy = 'Send {"batch": [event, …], "writeKey": "…"} with at least one event.',
): RequestError {
  return new RequestError({ statusCode, code, message, remedy });
}
