import { localText } from './local-text.js';

/** Longer than what anybody types into a widget. */
const MAX_CHARS = 20_000;

/** Small texts that are kept of a person in this browser, such as an answer half typed; in memory while nothing may be stored, or where it cannot. */
export interface KeptTexts {
  read(key: string): string | null;
  write(key: string, text: string | null): void;
  clear(): void;
}

/**
 * @param prefix what their keys in `localStorage` begin with.
 * @param people whose they are: written for the first, read of each in turn.
 * @param closed whether nothing may be stored now.
 */
export function createKeptTexts(
  prefix: string,
  people: () => readonly (string | null)[],
  closed: () => boolean,
): KeptTexts {
  const memory = new Map<string, string | null>();
  const keysOf = (key: string) => people().flatMap((person) => (person === null ? [] : [`${prefix}${person}:${key}`]));
  const readOne = (key: string): string | null | undefined =>
    memory.has(key) ? memory.get(key) : closed() ? undefined : (localText.read(key) ?? undefined);
  return {
    read: (key) => {
      for (const one of keysOf(key)) {
        const text = readOne(one);
        if (text !== undefined) return text;
      }
      return null;
    },
    write: (key, text) => {
      if ((text?.length ?? 0) > MAX_CHARS) return;
      keysOf(key).forEach((one, at) => {
        // What was kept before the person was known by name is theirs now.
        const own = at ? null : text;
        memory.delete(one);
        if (closed() || !localText.write(one, own)) memory.set(one, own);
      });
    },
    clear: () => memory.clear(),
  };
}
