/**
 * The optional stub: calls made before the script has loaded are kept, in order, and their promises resolve when they
 * have been made. Built to less than 500 bytes and quoted in README.md.
 */
import type { Stub } from './window.js';

if (!window.ahaloop) {
  const q: Stub['q'] = [];
  const stub: Stub & Record<string, unknown> = { q };
  for (const method of 'track page identify group alias reset respond flush pending on onDrop consent forget'.split(
    ' ',
  )) {
    stub[method] = (...args: unknown[]) => new Promise((resolve) => q.push([method, args, resolve]));
  }
  window.ahaloop = stub;
}
