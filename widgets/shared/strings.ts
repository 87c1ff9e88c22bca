/** Longer than any sensible text, shorter than what would flood a page. */
const MAX_LENGTH = 400;

/** A text as it may be shown: trimmed, and cut where it is absurdly long; empty for what is not a text. */
export function clampText(text: unknown): string {
  return typeof text === 'string' ? Array.from(text.trim()).slice(0, MAX_LENGTH).join('') : '';
}

/** The attribute that replaces a string: `lowLabel` → `low-label`. */
export function attributeFor(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A widget's strings: the locale's, each replaced where there is a text with something in it to replace it. */
export function replaceStrings<T extends object>(strings: T, replacement: (name: string) => unknown): T {
  return Object.fromEntries(
    Object.entries(strings).map(([name, text]) => [name, clampText(replacement(name)) || text]),
  ) as T;
}

/** Between two Chinese characters stands no space, so neither beside a Chinese name that is put into a Chinese sentence. */
const CHINESE_GAP = /(?<=\p{sc=Han}) (?=\p{sc=Han})/gu;

/** A text with values in it, as `{name}`. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text
    .replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? values[name]! : whole))
    .replace(CHINESE_GAP, '');
}
