import { RequestError } from './request-error.js';
import { clip } from './clip.js';
import { countValues } from '../ingest/count-values.js';

/**
 * The most `{`, `[`, `,` and `:` a body may have outside of strings: each may become an object of the heap, twenty times
 * its size. The densest JSON, `[[],[],…]`, has 2 in 3 bytes: 385,000 in 500 KB of events with 32 KB of `context` and as
 * much of `integrations`.
 */
const MAX_BODY_VALUES = 400_000;

/** A lone surrogate can only come in as an escape, for the text itself was decoded from bytes. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/**
 * A body as the JSON object that it must be. Lone surrogates, which no UTF-8 can hold, become U+FFFD.
 *
 * Keys such as `__proto__` are own keys here and harmless; the event that has one is rejected later, and only that one.
 *
 * @throws {RequestError} `body-empty`, `body-malformed`, `body-too-complex`.
 */
export function parseBody(text: string): Readonly<Record<string, unknown>> {
  if (text.trim() === '') {
    throw new RequestError({
      statusCode: 400,
      code: 'body-empty',
      message: 'The body is empty.',
      remedy: 'Send a JSON object: {"batch": […], "writeKey": "…"}.',
    });
  }
  if (countValues(text, MAX_BODY_VALUES) > MAX_BODY_VALUES) {
    throw new RequestError({
      statusCode: 413,
      code: 'body-too-complex',
      message: `The body has more than ${MAX_BODY_VALUES} values and keys.`,
      remedy: 'Send fewer events in one request, and shorter lists and objects in an event.',
    });
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw malformed(`The body is not JSON: ${clip((error as Error).message.toWellFormed(), 200)}.`);
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw malformed(
      `The body is JSON, but ${body === null ? 'null' : Array.isArray(body) ? 'a list' : typeof body} where an object is expected.`,
    );
  }
  if (SURROGATE_ESCAPE.test(text)) makeWellFormed(body);
  return body as Record<string, unknown>;
}

function malformed(message: string): RequestError {
  return new RequestError({
    statusCode: 400,
    code: 'body-malformed',
    message,
    remedy: 'Send a JSON object; NaN and Infinity are not JSON.',
  });
}

/** Mends every key and string in place; with a list of its own instead of recursion, for the nesting is the sender's. */
function makeWellFormed(root: object): void {
  const open: object[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const [key, value] of Object.entries(node) as [string, unknown][]) {
      const mended = typeof value === 'string' ? value.toWellFormed() : value;
      if (!key.isWellFormed()) Reflect.deleteProperty(node, key);
      if (mended !== value || !key.isWellFormed()) {
        // Defined and not assigned: the key may be __proto__.
        Object.defineProperty(node, key.toWellFormed(), {
          value: mended,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      if (typeof mended === 'object' && mended !== null) open.push(mended);
    }
  }
}
