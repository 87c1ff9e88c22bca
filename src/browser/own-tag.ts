import { readDocument } from './read-document.js';

/**
 * Finds the script element that loads this file, or returns null.
 *
 * Later chunks load from this element's `src`, so nothing else in the page may stand in for it: an element named `currentScript` is not
 * a script, and another file's script element is not ours. The browser names no current script for `type="module"`. Then we take the
 * first script element with a write key whose `src` is in our stack trace. One with a nonce wins, because a page's attacker cannot
 * guess it.
 */
export function findOwnTag(): HTMLScriptElement | null {
  const current = readDocument('currentScript');
  if (current instanceof HTMLScriptElement) return current;
  const { stack } = new Error();
  const tags = [
    ...readDocument('querySelectorAll').call(document, 'script[src][data-write-key]'),
  ] as HTMLScriptElement[];
  const own = tags.filter(({ src }) => String(stack).includes(src));
  return own.find(({ nonce }) => nonce) ?? own[0] ?? null;
}
