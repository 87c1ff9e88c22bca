import { readDocument } from './read-document.js';

/**
 * The script element that loads this file; null where there is none. Never an element that only has its name, nor one whose file is
 * another's: what is loaded later comes from where this one points.
 *
 * Where the browser does not tell which script runs (`type="module"`), it is the first one with a write key whose file stands in our
 * stack trace; one with a nonce goes first, because a nonce cannot be guessed.
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
