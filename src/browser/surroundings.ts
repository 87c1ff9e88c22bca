/**
 * The page and the device as they are now; null where there is no page, as on a server.
 */

export function readPage() {
  if (!('document' in globalThis)) return null;
  const { href, pathname, search } = location;
  return {
    /** Without the hash, which is the page's own business and may hold tokens. */
    url: href.split('#', 1)[0]!,
    path: pathname,
    search,
    title: document.title,
    referrer: document.referrer,
  };
}

export function readDevice() {
  if (!('document' in globalThis)) return null;
  const { language, userAgent } = navigator;
  const { width, height } = screen;
  return {
    locale: language,
    timezone: readTimeZone(),
    userAgent,
    screen: { width, height, density: devicePixelRatio },
  };
}

/**
 * The zone's IANA name. `Temporal` knows it at once, where the first `Intl` of a page takes 10 to 80 ms (Chromium 156); Safari has
 * no `Temporal` yet.
 */
function readTimeZone(): string {
  const { Temporal } = globalThis as { Temporal?: { readonly Now: { timeZoneId(): string } } };
  return Temporal ? Temporal.Now.timeZoneId() : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The page's address taken apart for attribution. */
export function readLanding() {
  if (!('document' in globalThis)) return null;
  const { origin, pathname, hostname, search } = location;
  const query = new URLSearchParams(search);
  // As it was when the page was asked for: a router may have tidied it up before we came.
  const { performance } = globalThis as { performance?: Partial<Performance> };
  const asked = new URLSearchParams(performance?.getEntriesByType?.('navigation')[0]?.name.split(/[?#]/)[1]);
  const { referrer } = document;
  let referrerHost = '';
  try {
    referrerHost = new URL(referrer).hostname;
  } catch {
    // No referrer.
  }
  return {
    page: origin + pathname,
    host: hostname,
    referrer,
    referrerHost,
    param: (name: string): string | null => query.get(name) ?? asked.get(name),
  };
}
