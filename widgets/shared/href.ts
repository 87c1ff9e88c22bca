/**
 * An address that a link may lead to, as it was given: http, https, mailto, tel, or relative to the page; null for every other, such as
 * `javascript:` and `data:`, and for what is no address.
 */
export function safeHref(address: unknown): string | null {
  if (typeof address !== 'string' || !address.trim() || address.length > 2048) return null;
  try {
    // As the browser will read it: tabs and line ends inside `java script:` are nothing to it.
    const { protocol } = new URL(address, document.baseURI);
    return /^(https?|mailto|tel):$/.test(protocol) ? address : null;
  } catch {
    return null;
  }
}
