/** An id for one person's answers to one survey: a random UUID, or where the page is not secure and has none, as many random bits. */
export function responseId(): string {
  return (crypto as Partial<Crypto>).randomUUID?.() ?? crypto.getRandomValues(new Uint32Array(4)).join('-');
}
