import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSeenIds } from './seen-ids.js';

const HOUR_MS = 3_600_000;

test('knows what was added and nothing else, like a set of strings', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string(), { maxLength: 200 }),
      fc.array(fc.string(), { maxLength: 200 }),
      (added, asked) => {
        const seen = createSeenIds();
        const set = new Set(added);
        for (const id of added) seen.add(id);
        expect(seen.size).toBe(set.size);
        expect(added.every((id) => seen.has(id))).toBe(true);
        expect(asked.map((id) => seen.has(id))).toEqual(asked.map((id) => set.has(id)));
      },
    ),
  );
});

test('grows past its first slots and loses none of 100,000 ids', () => {
  const seen = createSeenIds();
  const ids = Array.from({ length: 100_000 }, () => randomUUID());
  for (const id of ids) seen.add(id);
  expect(seen.size).toBe(100_000);
  expect(ids.every((id) => seen.has(id))).toBe(true);
  expect(ids.some((id) => seen.has(`${id}x`))).toBe(false);
});

test('an id is remembered for a period at least and two at most', () => {
  let nowMs = 0;
  const seen = createSeenIds({ now: () => nowMs, periodMs: 24 * HOUR_MS });
  nowMs = 23 * HOUR_MS;
  seen.add('late');
  nowMs = 24 * HOUR_MS;
  seen.add('next day');
  nowMs = 47 * HOUR_MS;
  seen.add('still next day');
  expect(seen.has('late')).toBe(true);
  nowMs = 48 * HOUR_MS;
  seen.add('third day');
  expect(seen.has('late')).toBe(false);
  expect(seen.has('next day')).toBe(true);
});

test('holds at most two periods of its largest number', () => {
  const seen = createSeenIds({ maxIds: 100 });
  for (let i = 0; i < 1_000; i++) seen.add(String(i));
  expect(seen.size).toBeLessThanOrEqual(200);
  expect(seen.has('999')).toBe(true);
});
