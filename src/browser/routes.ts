import { quietly } from './quietly.js';

/**
 * Calls back when a single-page application has gone to another address: its path or query, not its hash. By the Navigation API;
 * where there is none it does nothing, for nothing of the page's is patched.
 */
export function onRoute(callback: () => void): void {
  const address = (): string => location.pathname + location.search;
  let last = address();
  const { navigation } = globalThis as { navigation?: EventTarget };
  navigation?.addEventListener(
    'navigatesuccess',
    quietly(() => {
      if (address() === last) return;
      last = address();
      callback();
    }),
  );
}
