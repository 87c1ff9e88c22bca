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

/** The batch that a reply is taken to answer. */
export interface Asked {
  readonly _firstId: string;
  readonly events: number;
  /** Whether the endpoint names the batch in its acknowledgements, as our collector does and others do not. */
  readonly _isNamed: boolean;
}

/** What a reply means for the events it answers. */
export type Verdict =
  /**
   * The collector has answered for each of them; `rejected` are the places of those it keeps as rejected, `takes` what it says that
   * it takes; null where it does not say.
   */
  | { readonly type: 'acknowledged'; readonly rejected: readonly number[]; readonly takes: readonly unknown[] | null }
  /** Too large or not understood as a whole: try the halves; a single event is given up, where it was the collector who said so (`own`). */
  | { readonly type: 'halve'; readonly reason: string; readonly _own: boolean }
  /** Not now. */
  | { readonly type: 'retry'; readonly reason: string; readonly _waitMs: number | null }
  /** The write key is refused: sending more is no use until somebody mends it. Events are kept. */
  | { readonly type: 'pause'; readonly reason: string };

/**
 * The table by status. Nothing but a readable acknowledgement lets an event go: a captive portal's 200 with a page of HTML is not one,
 * nor is the answer to another batch, which a service worker or a cache may have kept.
 *
 * @param asked the batch; null for a request that is none.
 */
export function settle(reply: Reply, nowMs: number, asked: Asked | null): Verdict {
  const { status, text } = reply;
  if (status >= 200 && status < 300)
    return readAcknowledgement(text, asked) ?? { type: 'retry', reason: 'not-an-acknowledgement', _waitMs: null };
  const reason = reply.reason ?? `http-${status}`;
  if (status === 400 || status === 413 || status === 422)
    return { type: 'halve', reason, _own: status === 413 || readJson(text)?.success === false };
  if (status === 401 || status === 403) return { type: 'pause', reason };
  return { type: 'retry', reason, _waitMs: retryAfterMs(reply.retryAfter, nowMs) };
}

interface ReplyBody {
  readonly success?: unknown;
  readonly rejected?: unknown;
  readonly firstMessageId?: unknown;
  readonly accepted?: unknown;
  readonly duplicates?: unknown;
  readonly forgotten?: unknown;
  readonly takes?: unknown;
}

// Taken at load: the page may replace it later.
const { isArray } = Array;

/** Null for what is not `{ "success": true }`, or answers for another batch or for another number of events. */
function readAcknowledgement(text: string, asked: Asked | null): Verdict | null {
  const body = readJson(text);
  if (body?.success !== true) return null;
  const { firstMessageId, accepted, duplicates = 0, forgotten = 0, takes } = body;
  const list = isArray(body.rejected) ? (body.rejected as readonly ({ index?: unknown } | null)[]) : [];
  if (asked) {
    const isNamed = asked._isNamed || firstMessageId !== undefined;
    const count = Number(accepted) + Number(duplicates) + Number(forgotten) + list.length;
    if (isNamed && firstMessageId !== asked._firstId) return null;
    if (accepted !== undefined && count !== asked.events) return null;
  }
  const rejected = list.flatMap((one) => (typeof one?.index === 'number' ? [one.index] : []));
  return { type: 'acknowledged', rejected, takes: isArray(takes) ? takes : null };
}

function readJson(text: string): ReplyBody | null {
  try {
    return parseJson(text) as ReplyBody | null;
  } catch {
    return null;
  }
}
