/** Dispatches a widget's event on its element: bubbling and composed, so that a listener on the document hears it. */
export function emit(host: HTMLElement, type: string, detail: object): void {
  host.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}

/** The same, for an event that the page may take by `preventDefault()`. Returns whether it has. */
export function offer(host: HTMLElement, type: string, detail: object): boolean {
  return !host.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable: true }));
}

/**
 * Dispatches an event whose listeners may hold the widget back with `detail.waitUntil(promise)`, as with service workers' events.
 *
 * @returns a promise that fulfils when all of theirs have, at once when there are none, and rejects with the first rejection.
 */
export async function emitAndWait(host: HTMLElement, type: string, detail: object): Promise<void> {
  const promises: PromiseLike<unknown>[] = [];
  emit(host, type, { ...detail, waitUntil: (saved: PromiseLike<unknown>) => void promises.push(saved) });
  await Promise.all(promises);
}
