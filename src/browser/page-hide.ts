/**
 * Calls back when the page is hidden or left, which on a phone is often the last that is heard of it, and when it is seen again or
 * the network is back. Not `unload` or `beforeunload`: they keep a page out of the back/forward cache.
 *
 * @param whenHidden `left`: the page is on its way out, not only out of sight.
 */
export function onPageHide(whenHidden: (left: boolean) => void, whenBack: () => void): void {
  if (!('document' in globalThis)) return;
  document.addEventListener('visibilitychange', () =>
    document.visibilityState === 'hidden' ? whenHidden(false) : whenBack(),
  );
  addEventListener('pagehide', () => whenHidden(true));
  addEventListener('pageshow', whenBack);
  addEventListener('online', whenBack);
}
