// Taken at load: the page may replace it later.
const { crypto, Math: NativeMath } = globalThis as { crypto?: Partial<Crypto>; Math: Math };
const getRandomValues = crypto?.getRandomValues?.bind(crypto);

/** Fills an array with the platform's random bytes; with less random ones where a test runner has none. */
export function randomBytes(into: Uint8Array): Uint8Array {
  return getRandomValues?.(into as Uint8Array<ArrayBuffer>) ?? into.map(() => NativeMath.random() * 256);
}
