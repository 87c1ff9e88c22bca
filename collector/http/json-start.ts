/**
 * The beginning of a value's JSON: its first `length` UTF-16 code units and a few more, or the whole where it is shorter.
 * Reads and writes no more of the value than that.
 *
 * @param levels how many objects and lists inside one another are written; a sentence stands for those below.
 */
export function jsonStart(value: unknown, length: number, levels: number): string {
  let json = '';

  function writeText(text: string): void {
    // What is cut off here lies beyond `length` already.
    json += JSON.stringify(text.slice(0, Math.max(0, length - json.length) + 1));
  }

  function write(part: unknown, levelsLeft: number): void {
    if (typeof part === 'string') return writeText(part);
    if (typeof part !== 'object' || part === null) {
      json += JSON.stringify(part);
      return;
    }
    if (levelsLeft === 0) return writeText('… deeper levels were not kept');
    const isList = Array.isArray(part);
    const keys = isList ? null : Object.keys(part);
    const count = keys?.length ?? (part as readonly unknown[]).length;
    json += isList ? '[' : '{';
    for (let at = 0; at < count && json.length <= length; at++) {
      if (at > 0) json += ',';
      const key = keys?.[at];
      if (key !== undefined) {
        writeText(key);
        json += ':';
      }
      write((part as Readonly<Record<string | number, unknown>>)[key ?? at], levelsLeft - 1);
    }
    json += isList ? ']' : '}';
  }

  write(value, levels);
  return json;
}
