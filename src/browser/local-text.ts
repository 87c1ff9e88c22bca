/** `localStorage`, which a page's own `const` may hide, where reading, writing and even naming it may throw: a text or null, and whether it was kept. */
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
