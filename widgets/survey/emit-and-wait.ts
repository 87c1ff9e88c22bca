import { emit } from '../shared/emit.js';

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
