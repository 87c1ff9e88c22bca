/**
 * Texts that a program makes of a missing id: `undefined`, `None`, `(null)`, `[object Object]`, `{}`, `0`, a UUID of zeros, blanks.
 * Each alternative ends where the next begins, so a long text takes no longer than its length.
 */
const NOBODY =
  /^(undefined|null|nil|none|nan|n\/a|true|false|anonymous|guest|unknown|\[object \w+]|[\s\u200b-\u200f"'<>()[\]{},._0-])*$/i;

/** Whether a text stands for a missing id, so that it must not join the events of everybody who has none. */
export const isNobody = (text: string): boolean => NOBODY.test(text);
