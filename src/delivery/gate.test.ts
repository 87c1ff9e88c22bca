import { expect, test } from 'vitest';
import { eventLine, eventLines } from '../../test/helpers/event-line.js';
import { createGate } from './gate.js';

function setUp() {
  const dropped: number[] = [];
  return { dropped, gate: createGate((count) => dropped.push(count)) };
}

test('hands out what waited, in order and once', () => {
  const { gate } = setUp();
  for (const line of eventLines(1, 3)) gate._hold(line, false);
  expect(gate._held()).toBe(3);
  expect(gate._release()).toEqual(eventLines(1, 3));
  expect([gate._held(), gate._release()]).toEqual([0, []]);
});

test('keeps 1,000 events: the oldest go first, answers last, and each is counted', () => {
  const { gate, dropped } = setUp();
  gate._hold(eventLine(0), true);
  for (const line of eventLines(1, 1_001)) gate._hold(line, false);
  expect(dropped).toEqual([1, 1]);
  expect(gate._release()).toEqual([eventLine(0), ...eventLines(3, 1_001)]);
});

test('keeps a megabyte', () => {
  const { gate, dropped } = setUp();
  for (const line of eventLines(1, 50, 30_000)) gate._hold(line, false);
  expect(gate._held()).toBe(33);
  expect(dropped.reduce((sum, count) => sum + count, 0)).toBe(17);
});

test('keeps to its bounds where all are answers', () => {
  const { gate } = setUp();
  for (const line of eventLines(1, 1_001)) gate._hold(line, true);
  expect(gate._release()).toEqual(eventLines(2, 1_001));
});
