import { parseJson } from './json.js';
import { retryAfterMs } from './retry-after.js';

/** What came back for a batch; status 0 where nothing did. */
export interface Reply {
  readonly status: number;
  /** The Retry-After header. */
  readonly retryAfter: string | null;
  /** The body; '' where there is none. */
  readonly text: string;
  /** Why nothing came back: `network`, `timeout`. */
  readonly reason?: string;
}

/** What a reply means for the events it answers. */
export type Verdict =
  /** The collector has answered for each of them; `rejected` are the places of those it keeps as rejected. */
  | { readonly type: 'acknowledged'; readonly rejected: readonly number[] }
  /** Too large or not understood as a whole: try the halves; a single event is given up, where it was the collector who said so (`own`). */
  | { readonly type: 'halve'; readonly reason: string; readonly own: boolean }
  /** Not now. */
  | { readonly type: 'retry'; readonly reason: string; readonly waitMs: number | null }
  /** The write key is refused: sending more is no use until somebody mends it. Events are kept. */
  | { readonly type: 'pause'; readonly reason: string };

/**
 * The table by status. Nothing but a readable acknowledgement lets an event go:
 * a captive portal's 200 with a page of HTML is not one.
 */
export function settle(reply: Reply, nowMs: number): Verdict {
  const { status, text } = reply;
  if (status >= 200 && status < 300) {
    const rejected = readAcknowledgement(text);
    return rejected
      ? { type: 'acknowledged', rejected }
      : { type: 'retry', reason: 'not-an-acknowledgement', waitMs: null };
  }
  const reason = reply.reason ?? `http-${status}`;
  if (status === 400 || status === 413 || status === 422)
    return { type: 'halve', reason, own: status === 413 || readJson(text)?.success === false };
  if (status === 401 || status === 403) return { type: 'pause', reason };
  return { type: 'retry', reason, waitMs: retryAfterMs(reply.retryAfter, nowMs) };
}

/** The places of the rejected events, or null for what is not `{ "success": true }`. */
function readAcknowledgement(text: string): number[] | null {
  const body = readJson(text);
  if (body?.success !== true) return null;
  const rejected = Array.isArray(body.rejected) ? (body.rejected as readonly ({ index?: unknown } | null)[]) : [];
  return rejected.flatMap((one) => (typeof one?.index === 'number' ? [one.index] : []));
}

function readJson(text: string): { readonly success?: unknown; readonly rejected?: unknown } | null {
  try {
    return parseJson(text) as { success?: unknown } | null;
  } catch {
    return null;
  }
}
