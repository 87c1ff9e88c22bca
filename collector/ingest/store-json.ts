const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const MAYBE_BEYOND_64_BITS = /^-?\d{19,}$/;

/**
 * JSON of which the engine reads everything. A whole number beyond 64 bits, written digit by digit, makes it give up all of the
 * JSON around it; `1e+20` it reads.
 */
export function storeJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!/\d{19}/.test(json)) return json;
  return json.replace(TEXT_OR_NUMBER, (part) =>
    MAYBE_BEYOND_64_BITS.test(part) ? Number(part).toExponential() : part,
  );
}
