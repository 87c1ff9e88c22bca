import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { MAX_EVENT_BYTES } from '../../src/wire/limits.js';
import { isNobody } from '../../src/wire/is-nobody.js';
import { eventSchema } from '../../src/wire/schema.js';
import type { EventRow } from '../store/event-row.js';
import { eventRow, type CheckedEvent } from './event-row.js';
import { measure } from './event-shape.js';
import { eventTime } from './event-time.js';
import { withTextIds } from './id-text.js';
import type { SenderClock } from './sender-clock.js';
import { ID_CODES, explainSchemaError, type Fault } from './explain-schema-error.js';
import { shown } from '../http/clip.js';
import { uuidV7 } from './uuid-v7.js';

/** What an event's request says about it. */
export interface EventSurroundings {
  readonly projectId: string;
  readonly receivedAtMs: number;
  readonly clock: SenderClock;
  /** What the sender of the request calls itself, where that is a browser. */
  readonly browserAgent: string | null;
  readonly isRobotAgent: (userAgent: string) => boolean;
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
  const { projectId, receivedAtMs } = around;
  const said = raw.timestamp ?? raw.originalTimestamp ?? null;
  const event: Readonly<Record<string, unknown>> = {
    ...withTextIds(raw),
    ...(raw.messageId === undefined || raw.messageId === null ? { messageId: uuidV7(receivedAtMs) } : {}),
    timestamp: said ?? new Date(receivedAtMs).toISOString(),
  };
  if (!fitsSchema(event)) return { fault: explainSchemaError(fitsSchema.errors ?? []) };
  // The schema has just said so.
  const checked = event as unknown as CheckedEvent & { readonly timestamp: string };
  const nobody = nobodyFault(checked);
  if (nobody) return { fault: nobody };
  const clock = said === null ? OUR_CLOCK : around.clock;
  const time = eventTime(checked.timestamp, clock, receivedAtMs, isCorrectedBefore(raw));
  if ('code' in time) return { fault: time };
  const whole: CheckedEvent = {
    ...checked,
    context: { ...around.context, ...(checked.context as object | null | undefined) },
    integrations: { ...around.integrations, ...(checked.integrations as object | null | undefined) },
  };
  return { row: eventRow(whole, time, { projectId, receivedAtMs, isRobot: isRobot(whole.context, around) }) };
}

const OUR_CLOCK: SenderClock = { verdict: 'none', byMs: 0, sentAtMs: null };

/** An event that says when it was received before comes from an archive; one with two times was corrected by the first one who took it. */
function isCorrectedBefore({ receivedAt, timestamp, originalTimestamp }: Readonly<Record<string, unknown>>): boolean {
  if ((receivedAt ?? null) !== null) return true;
  return (timestamp ?? null) !== null && (originalTimestamp ?? null) !== null && timestamp !== originalTimestamp;
}

/** Says why a text such as `undefined` or `null` is not accepted as an id. */
function nobodyFault(event: CheckedEvent): Fault | null {
  for (const key of PERSON_KEYS) {
    const id = event[key];
    if (typeof id !== 'string' || id === '' || !isNobody(id)) continue;
    const message = `$.${key} is ${shown(id)}, which stands for nobody; allowed: an id of somebody, or none.`;
    return { code: ID_CODES[key], message };
  }
  return null;
}

const PERSON_KEYS = ['userId', 'anonymousId', 'groupId', 'previousId'] as const;

/** By what the SDK says of its page, else by the user agent: the event's own, or that of the browser that sends it. */
function isRobot(context: unknown, { browserAgent, isRobotAgent }: EventSurroundings): boolean {
  const { robot, webdriver, userAgent } = context as Readonly<Record<string, unknown>>;
  if (robot === true || webdriver === true) return true;
  const agent = typeof userAgent === 'string' && userAgent !== '' ? userAgent : browserAgent;
  return agent !== null && isRobotAgent(agent);
}

/** Not left to `Date.parse` alone, to which "5" is a day in 2001, and the correction by it a lost event. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** The time that a request says it was sent at; null where it says none that can be read. */
export function sentAtOf({ sentAt }: Readonly<Record<string, unknown>>): number | null {
  const atMs = isoMs(sentAt);
  return Number.isNaN(atMs) ? null : atMs;
}

/** When an event happened by its sender's clock; NaN where it does not say. */
export function saidAtMs(raw: unknown): number {
  const { timestamp, originalTimestamp } = (raw ?? {}) as Readonly<Record<string, unknown>>;
  return isoMs(timestamp ?? originalTimestamp);
}

function isoMs(time: unknown): number {
  return typeof time === 'string' && ISO_TIME.test(time) ? Date.parse(time) : Number.NaN;
}
