/** Fills an array with the platform's random bytes. */
export function randomBytes(into: Uint8Array): Uint8Array {
  return crypto.getRandomValues(into as Uint8Array<ArrayBuffer>);
}
