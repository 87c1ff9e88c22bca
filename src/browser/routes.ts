import { readAddress } from './page-address.js';
import { quietly } from './quietly.js';

/**
 * Calls back in the very moment in which a single-page application goes to another address: its path, its query, or the route of a
 * hash router. An address that is only replaced is another one where its path is: a search that mirrors what is typed stays one page.
 * Also when the page comes back from the back/forward cache.
 *
 * By the Navigation API; where there is none it tells of the cache only: nothing of the page's is patched, and `popstate` alone would
 * tell of the ways back and not of the ways there.
 *
 * @param callback `restored`: from the back/forward cache.
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
