import { bag } from './bag.js';
import { inTime } from './in-time.js';

/** What came back: status 0 and a reason where nothing did. */
export interface TransportReply {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
  readonly reason?: string;
}

/** How long a reply may take before the request is given up, in milliseconds. */
export const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Posts texts to one address with `fetch` as it is now. As `text/plain` and without credentials, so that no preflight is needed and
 * no cookie travels. Never rejects. The body of the reply is always read: until then it counts against the page's
 * keepalive allowance.
 *
 * @param may whether anything may be sent now: asked again before a second attempt.
 */
export function createTransport(
  url: string,
  after: (waitMs: number, callback: () => void) => () => void,
  may: () => boolean = () => true,
): (body: string, keepalive: boolean) => Promise<TransportReply> {
  const { fetch } = globalThis;
  const attempt = async (body: string, keepalive: boolean): Promise<TransportReply> => {
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
        url,
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
  return async (body, keepalive) => {
    const reply = await attempt(body, keepalive);
    // Other scripts of the page share the keepalive allowance, and a request beyond it fails like a broken network.
    return keepalive && reply.reason === 'network' && may() ? attempt(body, false) : reply;
  };
}
