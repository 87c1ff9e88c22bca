import { expect, test } from 'vitest';
import { MAX_EVENT_BYTES } from '../../src/wire/limits.js';
import { watched } from '../test-support/watched.js';
import { nested } from '../test-support/nested.js';
import { measure } from './event-shape.js';

const poison: unknown = JSON.parse('{"__proto__":1}');

test.each<[string, object, string | null]>([
  ['16 levels', nested(16), null],
  ['17 levels', nested(17), 'too-deep'],
  ['a forbidden key', { list: [poison] }, 'key-forbidden'],
  ['a forbidden key above 100,000 levels', { list: [poison], deep: nested(100_000) }, 'too-deep'],
  ['a forbidden key in what is too large', { list: [poison], text: 'x'.repeat(40_000) }, 'too-large'],
  ['32 KB to the byte', { text: 'x'.repeat(MAX_EVENT_BYTES - 11) }, null],
  ['one byte more', { text: 'x'.repeat(MAX_EVENT_BYTES - 10) }, 'too-large'],
  ['32 KB in bytes, not in characters', { text: 'é'.repeat(20_000) }, 'too-large'],
  ['32 KB because of escapes', { text: '\n'.repeat(20_000) }, 'too-large'],
  ['a full list', { list: Array(16_000).fill(0) }, null],
  ['a list that is too full', { list: Array(17_000).fill(0) }, 'too-large'],
])('%s', (_, root, fault) => {
  expect(measure(root).fault).toBe(fault);
});

test.each(['{}', '[]', '{"a":[]}', '[0]', '{"a":[{"b":"é\\n"},null,-1.5]}', '[[[1,2],{}],"x"]'])(
  'the size of %s is that of its JSON',
  (json) => {
    expect(measure(JSON.parse(json) as object)).toEqual({ fault: null, sizeBytes: Buffer.byteLength(json) });
  },
);

test.each<[string, unknown]>([
  ['one list of 3,400,000', Array(3_400_000).fill(0)],
  ['100,000 objects', Array.from({ length: 100_000 }, () => ({ a: 1 }))],
  ['100 lists of 10,000', Array.from({ length: 100 }, () => Array<number>(10_000).fill(0))],
])('of %s no more is read than an event may hold', (_, list) => {
  const { value, reads } = watched(list);
  expect(measure({ list: value }).fault).toBe('too-large');
  expect(reads()).toBeLessThan(MAX_EVENT_BYTES);
});
