import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_EVENT_BYTES } from '../../src/wire/limits.js';
import { nested } from '../test-support/nested.js';
import { watched } from '../test-support/watched.js';
import { rejectedRow } from './rejected-row.js';

const rowOf = (raw: unknown, sizeBytes = 0) => rejectedRow(raw, { code: 'c', message: 'm' }, 'p', 0, sizeBytes);

test('an event within 32 KB is kept as its JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.stringify(value);
      expect(rowOf(value)).toMatchObject({ raw: json, raw_bytes: Buffer.byteLength(json) });
    }),
  );
});

test.each<[string, unknown]>([
  ['a text', 'x'.repeat(100_000)],
  ['a text of pairs', `x${'😀'.repeat(50_000)}`],
  ['a text to escape', '\n'.repeat(100_000)],
  ['a list', Array(100_000).fill(null)],
  ['keys', Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`key ${i}`, { i }]))],
  ['a key', { ['k'.repeat(100_000)]: 1 }],
])('%s beyond that is kept as far as 32 KB reach', (_, value) => {
  const json = JSON.stringify(value);
  const { raw, raw_bytes } = rowOf(value);
  expect(raw).toBe(`${json.slice(0, MAX_EVENT_BYTES - 1).toWellFormed()}…`);
  expect(raw_bytes).toBeGreaterThan(MAX_EVENT_BYTES);
  expect(raw_bytes).toBeLessThan(4 * MAX_EVENT_BYTES);
});

test('what was measured counts as its size', () => {
  expect(rowOf('x'.repeat(100_000), 100_002).raw_bytes).toBe(100_002);
});

test.each<[string, unknown]>([
  ['one list of 3,400,000', Array(3_400_000).fill(0)],
  ['100,000 objects', Array.from({ length: 100_000 }, () => ({ a: 1 }))],
])('of %s no more is read than is kept', (_, list) => {
  const { value, reads } = watched(list);
  rowOf({ list: value });
  expect(reads()).toBeLessThan(2 * MAX_EVENT_BYTES);
});

test('100,000 levels are kept as far as 200', () => {
  expect(rowOf(nested(100_000)).raw).toContain('deeper levels were not kept');
});
