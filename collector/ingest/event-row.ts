import type { EventType } from '../../src/wire/event.js';
import { storeTime, type EventRow } from '../store/event-row.js';
import type { EventTime } from './event-time.js';
import { storeJson } from './store-json.js';
import { isNobody } from '../../src/wire/is-nobody.js';

/** An event that has passed the checks: what the schema says of it holds. */
export interface CheckedEvent {
  readonly type: EventType;
  readonly messageId: string;
  readonly [key: string]: unknown;
}

/** Keys with a place of their own, and those that belong to the request; the rest is kept in `extra`. */
const KNOWN = new Set(
  'type messageId timestamp event anonymousId userId groupId previousId name category properties traits context integrations writeKey sentAt'.split(
    ' ',
  ),
);

/** As much as a promoted column takes, in UTF-16 code units: 256 characters of any kind. A longer text stays in the JSON only. */
const MAX_COLUMN_LENGTH = 512;

/** What is known of an event's request and is stored with it. */
export interface RowSurroundings {
  readonly projectId: string;
  readonly receivedAtMs: number;
  readonly isRobot: boolean;
}

/** A checked event as the row that is stored: all that it said, and what the figures need in columns of its own. */
export function eventRow(
  event: CheckedEvent,
  time: EventTime,
  { projectId, receivedAtMs, isRobot }: RowSurroundings,
): EventRow {
  const properties = objectOf(event.properties);
  const context = objectOf(event.context);
  const score = typeof properties.score === 'number' && Number.isFinite(properties.score) ? properties.score : null;
  const revenue = decimal(properties.revenue);
  const invalid = Object.entries({ score, revenue }).filter(
    ([key, stored]) => stored === null && (properties[key] ?? '') !== '',
  );
  const anonymousId = text(event.anonymousId);
  const userId = text(event.userId);
  return {
    project_id: projectId,
    message_id: event.messageId,
    type: event.type,
    event: event.type === 'track' ? text(event.event) : '',
    anonymous_id: anonymousId,
    user_id: userId,
    person_id: userId || anonymousId,
    session_id: column(context.sessionId),
    group_id: column(event.groupId) || somebody(column(context.groupId)),
    previous_id: column(event.previousId),
    // Jitsu names a page in its properties.
    name: column(event.name) || (['page', 'screen'].includes(event.type) ? column(properties.name) : ''),
    category: column(event.category),
    ts: storeTime(time.tsMs),
    ts_adj: storeTime(time.adjustedMs),
    time_correction: time.correction,
    received_at: storeTime(receivedAtMs),
    survey_id: column(properties.survey_id),
    survey_kind: column(properties.survey_kind),
    response_id: column(properties.response_id),
    score,
    order_id: column(properties.order_id),
    revenue,
    currency: column(properties.currency),
    properties: storeJson(properties),
    traits: storeJson(traitsOf(event, context)),
    context: storeJson(context),
    integrations: storeJson(objectOf(event.integrations)),
    extra: storeJson(extra(event)),
    robot: isRobot,
    invalid_values: invalid.map(([key]) => key),
  };
}

/** What has no column: unknown keys, and known ones that do not belong to this type and are not what the column holds. */
function extra(event: CheckedEvent): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(event).filter(([key, value]) => !KNOWN.has(key) || !fits(key, value, event.type)),
  );
}

function fits(key: string, value: unknown, type: EventType): boolean {
  if (value === null || value === undefined) return true;
  if (key === 'event') return type === 'track';
  if (['properties', 'traits', 'context', 'integrations'].includes(key)) return isObject(value);
  if (['groupId', 'previousId', 'name', 'category'].includes(key)) return column(value) === value;
  return true;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** RudderStack puts the traits of `identify` into the context; a group's are there only where the event has none at all. */
function traitsOf({ type, traits }: CheckedEvent, context: Record<string, unknown>): Record<string, unknown> {
  const own = objectOf(traits);
  const isBare = type === 'identify' ? Object.keys(own).length === 0 : type === 'group' && (traits ?? null) === null;
  return isBare ? objectOf(context.traits) : own;
}

function somebody(id: string): string {
  return isNobody(id) ? '' : id;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A text or a number as a column's text; '' where it is neither, or longer than a column takes. */
function column(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.length <= MAX_COLUMN_LENGTH ? value : '';
}

/** A number as JSON or a programming language writes it, without units or signs that part thousands: those mean one thing here, another there. */
const NUMBER = /^\s*[+-]?(\d{1,30}\.?\d{0,30}|\.\d{1,30})(e[+-]?\d{1,3})?\s*$/i;

/** A number, or a text that is one, as Decimal(18, 4) takes it; null where it does not fit, and then it is in the JSON only. */
function decimal(value: unknown): string | null {
  const number = typeof value === 'string' && NUMBER.test(value) ? Number(value) : value;
  return typeof number === 'number' && Math.abs(number) < 1e14 ? number.toFixed(4) : null;
}
