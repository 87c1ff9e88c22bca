import { bag } from './bag.js';
import { inTime } from './in-time.js';

/** What came back: status 0 and a reason where nothing did. */
export interface TransportReply {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
  readonly reason?: string;
}

export interface Transport {
  /**
   * Posts a body. Never rejects.
   *
   * @param query what follows the address, such as `?b=1`.
   * @param onBegun told when the request is made, and whether it outlives the page.
   */
  _post(
    body: string | Uint8Array<ArrayBuffer>,
    query?: string,
    onBegun?: (outlives: boolean) => void,
  ): Promise<TransportReply>;
  /** How many bytes may still be put into requests that outlive the page. */
  _allowance(): number;
}

/** How long a reply may take before the request is given up, in milliseconds. */
export const REQUEST_TIMEOUT_MS = 30_000;

/** Browsers allow 64 KiB of keepalive bodies in flight together; other scripts of the page need some of it. */
export const KEEPALIVE_BYTES = 60 * 1024;

/** In bytes; at most what its UTF-8 can be where the page has broken `TextEncoder`. */
function weigh(body: string | Uint8Array): number {
  try {
    return (typeof body === 'string' ? new TextEncoder().encode(body) : body).length;
  } catch {
    return 3 * body.length;
  }
}

/**
 * Posts to one address with `fetch` as it is now. As `text/plain` and without credentials, so that no preflight is needed and
 * no cookie travels. The body of the reply is always read: until then it counts against the page's keepalive allowance.
 *
 * @param may whether anything may be sent now: asked again before a second attempt.
 */
export function createTransport(
  url: string,
  after: (waitMs: number, callback: () => void) => () => void,
  may: () => boolean = () => true,
): Transport {
  const { fetch } = globalThis;
  let allowance = KEEPALIVE_BYTES;
  const attempt = async (address: string, body: BodyInit, keepalive: boolean): Promise<TransportReply> => {
    let abort: AbortController | undefined;
    let late = false;
    const isLate = (): boolean => late;
    const cancelTimer = after(REQUEST_TIMEOUT_MS, () => {
      late = true;
      abort?.abort();
    });
    const exchange = async (): Promise<TransportReply> => {
      abort = new AbortController();
      const response = await fetch(
        address,
        bag({
          method: 'POST',
          body,
          keepalive,
          signal: abort.signal,
          headers: bag({ 'content-type': 'text/plain' }),
          credentials: 'omit',
          redirect: 'error',
          referrerPolicy: 'no-referrer',
        } satisfies RequestInit),
      );
      const text = await response.text();
      return { status: response.status, retryAfter: response.headers.get('retry-after'), text };
    };
    try {
      // A fetch that the page has wrapped may know nothing of being given up.
      return await inTime(exchange(), REQUEST_TIMEOUT_MS + 1_000, after, new Error('timeout'));
    } catch {
      return { status: 0, retryAfter: null, text: '', reason: isLate() ? 'timeout' : 'network' };
    } finally {
      cancelTimer();
    }
  };
  return {
    _allowance: () => allowance,
    _post: async (body, query = '', onBegun) => {
      const bytes = weigh(body);
      const keepalive = bytes <= allowance;
      if (keepalive) allowance -= bytes;
      onBegun?.(keepalive);
      const reply = await attempt(url + query, body, keepalive);
      if (keepalive) allowance += bytes;
      // Other scripts of the page share the keepalive allowance, and a request beyond it fails like a broken network.
      return keepalive && reply.reason === 'network' && may() ? attempt(url + query, body, false) : reply;
    },
  };
}
