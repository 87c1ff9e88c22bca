import { MAX_EVENT_BYTES } from '../../src/wire/limits.js';
import { storeTime, type RejectedRow } from '../store/event-row.js';
import { clip } from './clip.js';
import type { Fault } from './explain-schema-error.js';

/** How deep an event may be for its JSON to be kept; deeper, writing it could overflow the stack. */
const MAX_KEPT_DEPTH = 200;

/** A rejected event as the row that is kept of it. Never throws, whatever the event is. */
export function rejectedRow(
  raw: unknown,
  { code, message }: Fault,
  projectId: string,
  receivedAtMs: number,
): RejectedRow {
  const json = jsonOf(raw);
  const { type, event } = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
  return {
    project_id: projectId,
    received_at: storeTime(receivedAtMs),
    code,
    message,
    message_id: messageIdOf(raw) ?? '',
    type: typeof type === 'string' ? clip(type, 32) : '',
    event: typeof event === 'string' ? clip(event, 256) : '',
    raw: clip(json, MAX_EVENT_BYTES),
    raw_bytes: Buffer.byteLength(json),
  };
}

/** The event's own message id, cut at 256 characters; null where it has none. */
export function messageIdOf(raw: unknown): string | null {
  const { messageId } = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
  return typeof messageId === 'string' ? clip(messageId, 256) : null;
}

function jsonOf(raw: unknown): string {
  return JSON.stringify(cut(raw, MAX_KEPT_DEPTH));
}

function cut(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '… deeper levels were not kept';
  if (Array.isArray(value)) return value.map((item) => cut(item, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cut(item, levels - 1)]));
}
