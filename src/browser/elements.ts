import { canShowWidgets } from '../wire/can-show-widgets.js';
import { quietly } from './quietly.js';

/**
 * Calls back once for each of the named elements as soon as one stands in the page or in an open shadow root of it, now or later; never
 * where the engine is too old to show them. It looks when the page is idle after it has changed, and stops when all have been found.
 *
 * @param names element names in lower case, such as `aha-nps`.
 * @returns looks into a root that cannot be seen from the page, such as a closed shadow root, as well.
 */
export function onFirstElement(
  names: readonly string[],
  callback: (name: string) => void,
): (root: Document | ShadowRoot) => void {
  if (!canShowWidgets()) return () => {};
  const wanted = new Set(names);
  const given: (Document | ShadowRoot)[] = [document];
  /** Custom elements that get a shadow root, perhaps, when they are defined. */
  const awaited = new Set<string>();
  let looking = false;
  const look = quietly(() => {
    looking = false;
    const roots = [...given];
    for (const root of roots) {
      observer.observe(root, { childList: true, subtree: true });
      for (const element of root.querySelectorAll('*')) {
        const { localName, shadowRoot } = element;
        // A field of a form may have that name.
        if (shadowRoot instanceof ShadowRoot) roots.push(shadowRoot);
        if (wanted.delete(localName)) callback(localName);
      }
      for (const { localName } of root.querySelectorAll(':not(:defined)')) {
        if (awaited.has(localName)) continue;
        awaited.add(localName);
        customElements.whenDefined(localName).then(soon, () => {});
      }
    }
    if (!wanted.size) observer.disconnect();
  });
  const soon = (): void => {
    if (looking || !wanted.size) return;
    looking = true;
    if (typeof requestIdleCallback === 'function') requestIdleCallback(look, { timeout: 500 });
    else setTimeout(look, 50);
  };
  const observer = new MutationObserver(soon);
  look();
  return (root) => {
    given.push(root);
    soon();
  };
}
