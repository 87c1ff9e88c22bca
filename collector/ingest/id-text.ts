/** The keys of an event that hold ids. */
export const ID_KEYS = ['messageId', 'userId', 'anonymousId', 'groupId', 'previousId'] as const;

/** A number's text where it is an id: a whole number of which no digit was lost. Everything else as it is. */
export function idText(id: unknown): unknown {
  return Number.isSafeInteger(id) ? String(id) : id;
}

/** An event whose ids are texts, also those that were sent as numbers. */
export function withTextIds(raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const numbers = ID_KEYS.filter((key) => typeof raw[key] === 'number');
  return numbers.length === 0 ? raw : { ...raw, ...Object.fromEntries(numbers.map((key) => [key, idText(raw[key])])) };
}
