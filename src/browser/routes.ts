import { readAddress } from './page-address.js';
import { quietly } from './quietly.js';

/**
 * Calls back when a single-page application goes to another address, in the same task: another path, query or hash route. A replaced
 * address counts only if its path changes, so a search field that mirrors its text into the query stays one page. Also calls back when
 * the page returns from the back/forward cache.
 *
 * Needs the Navigation API; without it, only the back/forward cache is seen. We never patch `history`, and `popstate` alone reports
 * only half of all navigations.
 *
 * @param callback `restored`: the page came from the back/forward cache.
 */
export function onRoute(callback: (restored: boolean) => void): void {
  let last = readAddress(location);
  const { navigation } = globalThis as { navigation?: EventTarget };
  navigation?.addEventListener(
    'currententrychange',
    quietly((event: Event) => {
      const { path, url } = last;
      last = readAddress(location);
      if (
        (event as Event & { navigationType?: string }).navigationType === 'replace'
          ? last.path !== path
          : last.url !== url
      )
        callback(false);
    }),
  );
  addEventListener('pageshow', ({ persisted }) => persisted && callback(true));
}
