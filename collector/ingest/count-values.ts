const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * How many values a JSON text holds, told from its `{`, `[`, `,` and `:` outside of strings: never fewer than there are
 * objects, lists, items and keys. Nothing is built, and a text that is no JSON is counted too.
 *
 * @param most where counting may end; the answer is then one more.
 */
export function countValues(text: string, most: number): number {
  let count = 0;
  let inString = false;
  for (let at = 0; at < text.length && count <= most; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) inString = !inString;
    else if (inString) at += unit === BACKSLASH ? 1 : 0;
    else if (unit === 0x2c || unit === 0x3a || unit === 0x5b || unit === 0x7b) count += 1; // , : [ {
  }
  return count;
}
