/**
 * The first `length` UTF-16 code units of a text, with `…` where something was cut off; well-formed also when the cut
 * goes through a character.
 */
export function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;
}

/** A value as it may stand in an error message: JSON, at most 80 characters. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return clip(JSON.stringify(typeof value === 'string' ? value.slice(0, 100).toWellFormed() : value), 80);
}
