/** Spaces, control characters, and characters that are never drawn. */
const BLANK = /^[\s\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}]*$/u;

/** Whether a text is empty or shows nothing: as an id it would stand for everybody who has none. */
export const isBlank = (text: string): boolean => BLANK.test(text);

/**
 * The last guard before a statement that reads or erases by an id.
 *
 * @throws {RangeError} for a blank id.
 */
export function assertNotBlank(id: string): void {
  if (isBlank(id)) throw new RangeError(`id-blank: ${JSON.stringify(id)} is no id; give one with a visible character.`);
}
