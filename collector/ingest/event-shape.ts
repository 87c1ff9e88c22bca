import { MAX_DEPTH } from '../../src/wire/limits.js';

/** What is wrong with a value's shape before anything may walk it by recursion. */
export type ShapeFault = 'too-deep' | 'key-forbidden';

/**
 * Looks through a parsed JSON value for nesting beyond `MAX_DEPTH` and for the keys that poison prototypes: an own
 * `__proto__`, or a `constructor` that holds a `prototype`.
 *
 * @param depth how many objects and arrays already stand around the value.
 * @returns the first fault, or null.
 */
export function shapeFault(root: unknown, depth = 0): ShapeFault | null {
  let level: object[] = isObject(root) ? [root] : [];
  for (let at = depth + 1; level.length > 0; at++) {
    if (at > MAX_DEPTH) return 'too-deep';
    const next: object[] = [];
    for (const node of level) {
      if (!Array.isArray(node) && poisons(node)) return 'key-forbidden';
      for (const value of Object.values(node) as unknown[]) if (isObject(value)) next.push(value);
    }
    level = next;
  }
  return null;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function poisons(node: object): boolean {
  if (Object.hasOwn(node, '__proto__')) return true;
  if (!Object.hasOwn(node, 'constructor')) return false;
  const { constructor } = node as { constructor: unknown };
  return isObject(constructor) && Object.hasOwn(constructor, 'prototype');
}
