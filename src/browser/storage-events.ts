/**
 * Calls back when another tab has changed `localStorage`, or another worker what workers keep: with the key and its text, both null when
 * all of it was cleared. Returns its undo. Unlike a channel it does not keep a page out of the back/forward cache.
 */
export function onStorageChange(callback: (key: string | null, text: string | null) => void): () => void {
  if (!('addEventListener' in globalThis)) return () => {};
  const heard = ({ key, newValue }: StorageEvent): void => callback(key, newValue);
  addEventListener('storage', heard, false);
  return () => removeEventListener('storage', heard, false);
}
