import { quietly } from './quietly.js';
import { readDocument } from './read-document.js';

/**
 * Calls back when the page is hidden or left, which on a phone is often the last that is heard of it, and when it is seen again or
 * the network is back. Not `unload` or `beforeunload`: they keep a page out of the back/forward cache.
 *
 * @returns its undo.
 * @param whenBack `online`: because the network is back.
 * @param whenHidden `left`: the page is on its way out or frozen, not only out of sight.
 */
export function onPageHide(whenHidden: (left: boolean) => void, whenBack: (online: boolean) => void): () => void {
  if (!('document' in globalThis)) return () => {};
  let left = false;
  const leave = quietly(() => {
    left = true;
    whenHidden(true);
  });
  const back = quietly(() => {
    left = false;
    whenBack(false);
  });
  const hide = quietly(() => whenHidden(false));
  const look = (): void => {
    if (readDocument('visibilityState') !== 'hidden') back();
    // A page that is left is hidden after that.
    else if (!left) hide();
  };
  // On the window, in the capture phase: an element may stand in the place of `document.addEventListener`.
  const undos = (
    [
      ['visibilitychange', look],
      ['pagehide', leave],
      ['pageshow', back],
      ['freeze', leave],
      ['resume', back],
      ['online', quietly(() => whenBack(true))],
    ] as const
  ).map(([type, listener]) => {
    addEventListener(type, listener, true);
    return () => removeEventListener(type, listener, true);
  });
  return () => undos.forEach((undo) => undo());
}

/** Whether a listener of the page's own is being told that the page is left, perhaps before ours is, or a microtask of it runs. */
export const isBeingLeft = (): boolean => (globalThis as { event?: Event }).event?.type === 'pagehide';
