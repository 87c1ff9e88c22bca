import { readDocument } from './read-document.js';

/** Whether the page is only rendered ahead of a visit that may never come. */
export function isPrerendering(): boolean {
  const name = 'prerendering' as keyof Document;
  // What a page has put on every object is no word of the browser's.
  return 'document' in globalThis && readDocument(name) === (true as unknown) && !(name in Object.prototype);
}

/** Calls back once somebody visits the page: at once, unless it is rendered ahead. */
export function onActivation(callback: () => void): void {
  if (isPrerendering()) addEventListener('prerenderingchange', callback, true);
  else callback();
}
