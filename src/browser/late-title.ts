import { quietly } from './quietly.js';
import { readDocument } from './read-document.js';

/** How often it is looked, and how many times: a router sets the title when it has the page's data. */
const EVERY_MS = 50;
const LOOKS = 5;

/**
 * Calls back once, as soon as the page's title has changed, and after 250 ms in any case.
 *
 * @returns calls back now, where it has not yet.
 */
export function onTitle(callback: () => void): () => void {
  const before = readDocument('title');
  let looks = 0;
  const end = (): void => {
    if (looks <= LOOKS) callback();
    looks = Infinity;
  };
  const look = quietly(() => {
    if (++looks >= LOOKS || readDocument('title') !== before) end();
    else setTimeout(look, EVERY_MS);
  });
  setTimeout(look, EVERY_MS);
  return end;
}
