/**
 * Dispatches a widget's event on its element: bubbling and composed, so that a listener on the document hears it.
 *
 * @returns whether the page has taken it, by `preventDefault()`; only what is `cancelable` can be.
 */
export function emit(host: HTMLElement, type: string, detail: object, cancelable = false): boolean {
  return !host.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
}
