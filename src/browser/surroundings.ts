/**
 * The page and the device as they are now; null where there is no page, as on a server. What the page has broken or hidden is left out,
 * one reading at a time: it never costs an event.
 */
import { readAddress, type PageAddress } from './page-address.js';
import { linkParams } from './link-params.js';
import { readDocument } from './read-document.js';

/** What a reading gives; undefined where the page has broken it. */
function attempt<T>(reading: () => T): T | undefined {
  try {
    return reading();
  } catch {
    return undefined;
  }
}

/** What sent the person here; undefined where nothing did. */
const readReferrer = (): URL | undefined => attempt(() => new URL(readDocument('referrer')));

/** @param address of a view that is captured late. */
export function readPage(address?: PageAddress) {
  if (!('document' in globalThis)) return null;
  const { url, path, search } = address ?? readAddress(location);
  const from = readReferrer();
  return {
    url,
    path,
    search,
    title: attempt(() => readDocument('title')),
    referrer: from ? readAddress(from).url : '',
  };
}

export function readDevice() {
  if (!('document' in globalThis)) return null;
  const { navigator, screen, devicePixelRatio } = globalThis;
  return {
    locale: attempt(() => navigator.language),
    timezone: attempt(readTimeZone),
    userAgent: attempt(() => navigator.userAgent),
    screen: attempt(() => ({ width: screen.width, height: screen.height, density: devicePixelRatio })),
    // A browser that a program drives says so. Source: https://www.w3.org/TR/webdriver2/#interface
    robot: attempt(() => navigator.webdriver || undefined),
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
  const { hostname, search, hash } = location;
  const { site, path } = readAddress(location);
  const from = readReferrer();
  // As it was when the page was asked for: a router may have tidied it up before we came.
  const asked = attempt(() => performance.getEntriesByType('navigation')[0]!.name.replace(/[^?#]*/, '')) ?? '';
  return {
    page: site + path,
    host: hostname,
    referrer: from ? readAddress(from).url : '',
    _referrerHost: from?.hostname ?? '',
    _param: attempt(() => linkParams(search + hash + asked)) ?? (() => null),
  };
}
