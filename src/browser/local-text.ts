/**
 * Small texts by key, in `localStorage`: a page's own `const` may hide it, and reading, writing and even naming it may throw. A worker
 * has none, and keeps them elsewhere (worker-texts.ts).
 */
export const localText = {
  read: (key: string): string | null => {
    try {
      return globalThis.localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  write: (key: string, text: string | null): boolean => {
    try {
      if (text === null) globalThis.localStorage.removeItem(key);
      else globalThis.localStorage.setItem(key, text);
      return true;
    } catch {
      return false;
    }
  },
  keys: (): string[] => {
    try {
      return Object.keys(globalThis.localStorage);
    } catch {
      return [];
    }
  },
};
