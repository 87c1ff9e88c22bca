import { MAX_DEPTH, MAX_EVENT_BYTES } from '../../src/wire/limits.js';

/** What is wrong with a value before anything may walk it by recursion, or write it. */
export type ShapeFault = 'too-deep' | 'too-large' | 'key-forbidden';

export interface Measure {
  readonly fault: ShapeFault | null;
  /** Bytes of its JSON; of what is too large at least so many, of what is too deep 0. */
  readonly sizeBytes: number;
}

/**
 * Weighs a parsed JSON object or list, and looks for nesting beyond `MAX_DEPTH` and for the keys that poison prototypes:
 * an own `__proto__`, or a `constructor` that holds a `prototype`. Never looks at more than `MAX_EVENT_BYTES` can hold.
 *
 * @param depth how many objects and lists already stand around it.
 */
export function measure(root: object, depth = 0): Measure {
  let poisoned = false;
  // The least that the JSON can weigh: a byte for a value that was not looked at yet, no escapes.
  let leastBytes = 1;
  let level = [root];
  for (let at = depth + 1; level.length > 0; at++) {
    if (at > MAX_DEPTH) return { fault: 'too-deep', sizeBytes: 0 };
    const next: object[] = [];
    for (const node of level) {
      const keys = Array.isArray(node) ? [] : Object.keys(node);
      const values = Array.isArray(node) ? (node as readonly unknown[]) : null;
      // Brackets, commas and a byte for each value; of an object also quotes and colons.
      leastBytes += Math.max(1, values ? 2 * values.length : 5 * keys.length);
      if (leastBytes > MAX_EVENT_BYTES) return { fault: 'too-large', sizeBytes: leastBytes };
      for (const key of keys) leastBytes += Buffer.byteLength(key);
      for (const value of values ?? (Object.values(node) as unknown[])) {
        if (typeof value === 'string') leastBytes += Buffer.byteLength(value) + 1;
        else if (typeof value === 'object' && value !== null) next.push(value);
      }
      poisoned ||= values === null && poisons(node);
    }
    if (leastBytes > MAX_EVENT_BYTES) return { fault: 'too-large', sizeBytes: leastBytes };
    level = next;
  }
  const sizeBytes = Buffer.byteLength(JSON.stringify(root));
  if (sizeBytes > MAX_EVENT_BYTES) return { fault: 'too-large', sizeBytes };
  return { fault: poisoned ? 'key-forbidden' : null, sizeBytes };
}

function poisons(node: object): boolean {
  if (Object.hasOwn(node, '__proto__')) return true;
  if (!Object.hasOwn(node, 'constructor')) return false;
  const { constructor } = node as { constructor: unknown };
  return typeof constructor === 'object' && constructor !== null && Object.hasOwn(constructor, 'prototype');
}
