/**
 * Makes time-ordered ids: UUIDv7, strictly increasing for one maker even within a millisecond and when the clock steps back.
 *
 * @param now epoch milliseconds, UTC.
 * @param randomBytes fills and returns the array it is given.
 *
 * Source: RFC 9562, sections 5.7 and 6.2 (method 1: a counter in the 12 bits after the time).
 */
export function createUuidV7(now: () => number, randomBytes: (into: Uint8Array) => Uint8Array): () => string {
  let lastMs = -1;
  let counter = 0;
  const bytes = new Uint8Array(16);
  return () => {
    randomBytes(bytes);
    const nowMs = Math.floor(now());
    if (nowMs > lastMs) {
      lastMs = nowMs;
      // The top bit stays free, so that a millisecond holds at least 2,048 ids.
      counter = ((bytes[6]! & 0x07) << 8) | bytes[7]!;
    } else if (++counter > 0xfff) {
      lastMs++;
      counter = 0;
    }
    bytes[0] = lastMs / 2 ** 40;
    bytes[1] = lastMs / 2 ** 32;
    bytes[2] = lastMs / 2 ** 24;
    bytes[3] = lastMs / 2 ** 16;
    bytes[4] = lastMs / 2 ** 8;
    bytes[5] = lastMs;
    bytes[6] = 0x70 | (counter >> 8);
    bytes[7] = counter;
    bytes[8] = 0x80 | (bytes[8]! & 0x3f);
    let text = '';
    for (let i = 0; i < 16; i++) {
      if (i === 4 || i === 6 || i === 8 || i === 10) text += '-';
      text += (bytes[i]! + 0x100).toString(16).slice(1);
    }
    return text;
  };
}
