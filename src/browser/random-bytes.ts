// Taken at load: the page may replace it later.
const getRandomValues = crypto.getRandomValues.bind(crypto);

/** Fills an array with the platform's random bytes. */
export function randomBytes(into: Uint8Array): Uint8Array {
  return getRandomValues(into as Uint8Array<ArrayBuffer>);
}
