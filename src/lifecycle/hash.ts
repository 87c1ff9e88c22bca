/**
 * FNV-1a with 32 bits over UTF-16 code units, as GrowthBook has it.
 *
 * Source: http://www.isthe.com/chongo/tech/comp/fnv/ and https://github.com/growthbook/growthbook-sdk-js (MIT)
 */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** JSON with the members of objects in order of their names: the same value, the same text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`;
}

/** 64 bits of a value, as 16 hexadecimal digits: to tell definitions apart, not to keep anything safe. */
export function fingerprint(value: unknown): string {
  const text = canonical(value);
  return [fnv1a32(text), fnv1a32(`${text}\u0001`)].map((hash) => hash.toString(16).padStart(8, '0')).join('');
}
