import { MAX_EVENT_BYTES, MAX_ID_LENGTH } from '../../src/wire/limits.js';
import { storeTime, type RejectedRow } from '../store/event-row.js';
import { clip } from '../http/clip.js';
import { idText } from './id-text.js';
import type { Fault } from './explain-schema-error.js';
import { jsonStart } from '../http/json-start.js';

/** How deep an event may be for its JSON to be kept; deeper, writing it could overflow the stack. */
const MAX_KEPT_DEPTH = 200;

/**
 * A rejected event as the row that is kept of it. Never throws, whatever the event is.
 *
 * @param sizeBytes what is known of its weight, in bytes; 0 for nothing.
 */
export function rejectedRow(
  raw: unknown,
  { code, message }: Fault,
  projectId: string,
  receivedAtMs: number,
  sizeBytes: number,
): RejectedRow {
  const json = jsonStart(raw, MAX_EVENT_BYTES, MAX_KEPT_DEPTH);
  const { type, event, anonymousId, userId } = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<
    string,
    unknown
  >;
  return {
    project_id: projectId,
    received_at: storeTime(receivedAtMs),
    code,
    message,
    message_id: messageIdOf(raw) ?? '',
    anonymous_id: idOf(idText(anonymousId)),
    user_id: idOf(idText(userId)),
    type: typeof type === 'string' ? clip(type, 32) : '',
    event: typeof event === 'string' ? clip(event, 256) : '',
    raw: clip(json, MAX_EVENT_BYTES),
    raw_bytes: Math.max(sizeBytes, Buffer.byteLength(json)),
  };
}

/** The event's own message id, cut where it is longer than any that is stored; null where it has none. */
export function messageIdOf(raw: unknown): string | null {
  const { messageId } = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
  const id = idText(messageId);
  return typeof id === 'string' ? clip(id, 2 * MAX_ID_LENGTH) : null;
}

/** An id as the rejected event has it; one that is longer than any id that is stored says nothing. */
function idOf(id: unknown): string {
  return typeof id === 'string' && id.length <= 2 * MAX_ID_LENGTH ? id : '';
}
