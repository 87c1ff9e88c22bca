import { quietly } from './quietly.js';

/**
 * Calls back once for each of the named elements as soon as one stands in the page, now or later.
 * It looks when the page is idle after it has changed, and stops when all have been found.
 *
 * @param names element names in lower case, such as `aha-nps`.
 */
export function onFirstElement(names: readonly string[], callback: (name: string) => void): void {
  let wanted = [...names];
  let looking = false;
  const look = quietly(() => {
    looking = false;
    const found = wanted.filter((name) => document.getElementsByTagName(name).length > 0);
    wanted = wanted.filter((name) => !found.includes(name));
    if (!wanted.length) observer.disconnect();
    found.forEach(callback);
  });
  const observer = new MutationObserver(() => {
    if (looking) return;
    looking = true;
    if (typeof requestIdleCallback === 'function') requestIdleCallback(look, { timeout: 500 });
    else setTimeout(look, 50);
  });
  observer.observe(document, { childList: true, subtree: true });
  look();
}
