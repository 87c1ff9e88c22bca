/** An id for one person's answers to one survey: a random UUID, or where the page is not secure and has none, as many random bits. */
export function responseId(): string {
  const { crypto } = globalThis as { crypto?: Partial<Crypto> };
  const bits = new Uint32Array(4);
  // Some test runners have no `crypto`.
  return (
    crypto?.randomUUID?.() ?? (crypto?.getRandomValues?.(bits) ?? bits.map(() => Math.random() * 2 ** 32)).join('-')
  );
}
