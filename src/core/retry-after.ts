/** The longest wait that a reply can ask for: a wrong header does not silence a page for years. */
export const RETRY_AFTER_CAP_MS = 60 * 60_000;

/**
 * What a Retry-After header asks for.
 *
 * @param header its text: seconds, or an HTTP date; null where there is none.
 * @returns milliseconds from `nowMs`, 0 to one hour; null for no header or one that says nothing.
 *
 * Source: RFC 9110, section 10.2.3.
 */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  // `Date.parse` reads "-5" and "1.5" as dates in some engines: only what has a letter can be an HTTP date.
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : /[a-z]/i.test(text) ? Date.parse(text) - nowMs : NaN;
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), RETRY_AFTER_CAP_MS);
}
