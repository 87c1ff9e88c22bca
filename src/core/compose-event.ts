/**
 * Makes the JSON of one event from whatever a page passes: checked, coerced where that is honest, and never over 32 KB.
 */
import { MAX_EVENT_BYTES, MAX_ID_LENGTH, MAX_NAME_LENGTH } from '../wire/limits.js';
import { isNobody } from '../wire/is-nobody.js';
import type { Identity } from './identity.js';
import { isoTime, quote, toJson, type JsonBounds } from './json.js';
import { contextBytes, makeLine, openLine, type Line, type LineContext } from './line.js';
import type { Redaction } from './redact.js';

/** A call of the public interface, its arguments as the page passed them. */
export type Call =
  | {
      readonly type: 'track';
      readonly event: unknown;
      readonly properties: unknown;
      /** What a person says to a survey: an address that they give is theirs to give. */
      readonly answer?: boolean;
    }
  | { readonly type: 'page'; readonly category: unknown; readonly name: unknown; readonly properties: unknown }
  | { readonly type: 'identify'; readonly traits: unknown }
  | { readonly type: 'group'; readonly groupId: string; readonly traits: unknown }
  | { readonly type: 'alias'; readonly userId: string; readonly previousId: string };

/** What the client adds to a call. */
export interface Stamp {
  readonly messageId: string;
  /** Epoch milliseconds, UTC. */
  readonly _nowMs: number;
  readonly identity: Identity;
  readonly context: LineContext;
  readonly redaction: Redaction;
}

export type Composed =
  { readonly _line: Line } | { readonly _line?: undefined; readonly drop: 'name-missing' | 'event-too-large' };

const BOUNDS: JsonBounds = { _depth: 8, entries: 256, text: 8192 };
/** For an event that is too large with the first ones. */
const TIGHT_BOUNDS: JsonBounds = { _depth: 6, entries: 64, text: 256 };

/** A name or an id as text: text itself, or a finite number's digits; null for anything else and for nothing. */
export function readText(value: unknown, maxLength: number): string | null {
  const text =
    typeof value === 'string' ? value : typeof value === 'number' && Number.isFinite(value) ? String(value) : '';
  return text === '' ? null : text.slice(0, maxLength);
}

/** An id; null for what cannot be one or stands for nobody. A longer one is refused, not cut: two cut ids could be one. */
export function readId(value: unknown): string | null {
  const id = readText(value, MAX_ID_LENGTH + 1);
  return id !== null && id.length <= MAX_ID_LENGTH && !isNobody(id) ? id : null;
}

/**
 * @returns the event's line; or why there is none. What was cut to fit is flagged by
 *   `_truncated: true` among its properties or traits.
 */
export function composeEvent(call: Call, stamp: Stamp): Composed {
  if (call.type === 'track' && readText(call.event, MAX_NAME_LENGTH) === null) return { drop: 'name-missing' };
  for (const bounds of [BOUNDS, TIGHT_BOUNDS]) {
    const line = makeLine(write(call, stamp, bounds), stamp.context);
    if (line.bytes + contextBytes(line) <= MAX_EVENT_BYTES) return { _line: line };
  }
  return { drop: 'event-too-large' };
}

function write(call: Call, stamp: Stamp, size: JsonBounds): string {
  const { messageId, _nowMs: nowMs, identity, redaction } = stamp;
  // Traits are given by name, on purpose: an address among them is what it says. A secret is one everywhere.
  const traitBounds = { ...size, _hides: redaction._hides };
  const isAnswer = call.type === 'track' && call.answer;
  const cleans = (text: string, name?: string): string => redaction._cleans(text, name, !isAnswer);
  const bounds = { ...traitBounds, _cleans: cleans };
  const readName = (value: unknown): string | null => {
    const text = readText(value, MAX_NAME_LENGTH);
    return text && cleans(text);
  };
  let line = `${openLine(messageId)},"type":"${call.type}"`;
  const add = (key: string, text: string | null): void => {
    if (text !== null) line += `,"${key}":${quote(text)}`;
  };
  switch (call.type) {
    case 'track':
      add('event', readName(call.event));
      line += `,"properties":${writeObject(call.properties, bounds)}`;
      break;
    case 'page':
      add('category', readName(call.category));
      add('name', readName(call.name));
      line += `,"properties":${writeObject(call.properties, bounds)}`;
      break;
    case 'group':
      add('groupId', call.groupId);
      line += `,"traits":${writeObject(call.traits, traitBounds)}`;
      break;
    case 'identify':
      line += `,"traits":${writeObject(call.traits, traitBounds)}`;
      break;
    case 'alias':
      add('previousId', call.previousId);
      break;
  }
  add('anonymousId', identity.anonymousId);
  add('userId', call.type === 'alias' ? call.userId : identity.userId);
  add('timestamp', isoTime(nowMs));
  return `${line}}`;
}

/** An object's JSON; nothing is an empty object, and what is not an object stands under `value`. */
function writeObject(value: unknown, bounds: JsonBounds): string {
  if (value === undefined || value === null) return '{}';
  const { json, _truncated: truncated } = toJson(value, bounds);
  const object = json.startsWith('{') ? json : `{"value":${json}}`;
  return truncated ? `${object.slice(0, -1)}${object === '{}' ? '' : ','}"_truncated":true}` : object;
}
