import { localText } from './local-text.js';

/**
 * Keeps a text in `localStorage`, which can be written before the task ends: for the time before the database is open, and
 * for a page that is leaving. Each page has a key of its own; a later page takes over what was left behind.
 */
export function createJournal(name: string, pageId: string) {
  const prefix = `${name}:journal:`;
  const own = prefix + pageId;
  return {
    /** '' removes it. Returns whether it is kept. */
    _save: (text: string): boolean => 'localStorage' in globalThis && localText.write(own, text || null),
    _takeLeftBehind: (): { readonly _texts: readonly string[]; readonly forget: () => void } => {
      const keys = localText.keys().filter((key) => key.startsWith(prefix) && key !== own);
      const texts = keys.map((key) => localText.read(key) ?? '');
      return {
        _texts: texts,
        forget: () =>
          keys.forEach((key, at) => {
            // Its page may be there still, and have written more.
            if (localText.read(key) === texts[at]) localText.write(key, null);
          }),
      };
    },
  };
}
