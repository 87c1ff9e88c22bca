// Taken at load: the page may replace them later.
const { crypto, Math } = globalThis;
const { random } = Math;
const fill = (crypto as Partial<Crypto> | null | undefined)?.getRandomValues?.bind(crypto);

/** Fills an array with the platform's random bytes; with lesser ones where the page has put something else in the place of `crypto`. */
export function randomBytes(into: Uint8Array): Uint8Array {
  return fill ? fill(into as Uint8Array<ArrayBuffer>) : into.map(() => random() * 256);
}
