/**
 * Calls back when another tab of the origin has changed `localStorage`: with the key and its text, both null when all of it was cleared.
 * Unlike a channel it does not keep a page out of the back/forward cache.
 */
export function onStorageChange(callback: (key: string | null, text: string | null) => void): void {
  if ('document' in globalThis) addEventListener('storage', ({ key, newValue }) => callback(key, newValue));
}
