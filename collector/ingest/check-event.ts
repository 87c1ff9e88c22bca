import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { MAX_EVENT_BYTES } from '../../src/wire/limits.js';
import { eventSchema } from '../../src/wire/schema.js';
import type { EventRow } from '../store/event-row.js';
import { eventRow, type CheckedEvent } from './event-row.js';
import { measure } from './event-shape.js';
import { eventTime } from './event-time.js';
import { explainSchemaError, type Fault } from './explain-schema-error.js';
import { shown } from './clip.js';
import { uuidV7 } from './uuid-v7.js';

/** What an event's request says about it. */
export interface EventSurroundings {
  readonly projectId: string;
  readonly receivedAtMs: number;
  /** Null where the sender did not say. */
  readonly sentAtMs: number | null;
  /** The batch's own, which go below the event's. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly integrations: Readonly<Record<string, unknown>>;
}

export type EventVerdict = { readonly row: EventRow } | { readonly fault: Fault };

/** An event's weight, or why nobody should look closer; then the weight is what was seen of it. */
export type Measured = { readonly sizeBytes: number } | { readonly fault: Fault; readonly sizeBytes: number };

const ajv = new Ajv({ discriminator: true, verbose: true, allowUnionTypes: true });
addFormats.default(ajv, ['date-time']);
const fitsSchema = ajv.compile(eventSchema);

/** Weighs an event and looks at its nesting and keys, before anything walks it by recursion. Never throws. */
export function measureEvent(raw: unknown): Measured {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    const message = `The event is ${shown(raw)}; allowed: a JSON object.`;
    return { fault: { code: 'event-not-an-object', message }, sizeBytes: 0 };
  }
  const { fault, sizeBytes } = measure(raw);
  if (fault === 'too-deep') {
    const message = 'The event is nested more than 16 levels deep; allowed: 16 objects and lists inside one another.';
    return { fault: { code: 'event-too-deep', message }, sizeBytes };
  }
  if (fault === 'too-large') {
    const message = `The event weighs at least ${sizeBytes} bytes; allowed: ${MAX_EVENT_BYTES}.`;
    return { fault: { code: 'event-too-large', message }, sizeBytes };
  }
  if (fault === 'key-forbidden') {
    const message = 'The event has a key "__proto__", or a "constructor" with a "prototype"; allowed: any other key.';
    return { fault: { code: 'key-forbidden', message }, sizeBytes };
  }
  return { sizeBytes };
}

/**
 * Holds an event that was measured against the schema and the calendar, and makes its row. Never throws.
 *
 * What a sender may leave out is filled in: `messageId` (a new one: such an event cannot be known again), `timestamp`
 * (`originalTimestamp`, else when it came in).
 */
export function checkEvent(raw: Readonly<Record<string, unknown>>, around: EventSurroundings): EventVerdict {
  const event = {
    ...raw,
    messageId: raw.messageId ?? uuidV7(around.receivedAtMs),
    timestamp: raw.timestamp ?? raw.originalTimestamp ?? new Date(around.receivedAtMs).toISOString(),
  };
  if (!fitsSchema(event)) return { fault: explainSchemaError(fitsSchema.errors ?? []) };
  // The schema has just said so.
  const checked = event as unknown as CheckedEvent & { readonly timestamp: string };
  const time = eventTime(checked.timestamp, around.sentAtMs ?? sentAtOf(raw), around.receivedAtMs);
  if ('code' in time) return { fault: time };
  const whole: CheckedEvent = {
    ...checked,
    context: { ...around.context, ...(checked.context as object | null | undefined) },
    integrations: { ...around.integrations, ...(checked.integrations as object | null | undefined) },
  };
  return { row: eventRow(whole, around.projectId, time, around.receivedAtMs) };
}

/** Not left to `Date.parse` alone, to which "5" is a day in 2001, and the correction by it a lost event. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** The time that a request or an event says it was sent at; null where it says none that can be read. */
export function sentAtOf({ sentAt }: Readonly<Record<string, unknown>>): number | null {
  const atMs = typeof sentAt === 'string' && ISO_TIME.test(sentAt) ? Date.parse(sentAt) : Number.NaN;
  return Number.isNaN(atMs) ? null : atMs;
}
