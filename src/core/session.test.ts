import { expect, test } from 'vitest';
import { SESSION_CAP_MS, SESSION_IDLE_MS, stepSession } from './session.js';

const minute = 60_000;
const running = { id: 's1', startedAtMs: 0, lastAtMs: 10 * minute };
const step = (nowMs: number) => stepSession(running, nowMs, () => 's2');

test('begins with the first event', () => {
  expect(stepSession(null, 5, () => 's1')).toEqual({ id: 's1', startedAtMs: 5, lastAtMs: 5 });
});
test('goes on within 30 minutes', () => {
  expect(step(10 * minute + SESSION_IDLE_MS - 1)).toEqual({ ...running, lastAtMs: 10 * minute + SESSION_IDLE_MS - 1 });
});
test('ends after 30 minutes without an event', () => {
  expect(step(10 * minute + SESSION_IDLE_MS).id).toBe('s2');
});
test('ends after 24 hours, however busy', () => {
  const busy = { ...running, lastAtMs: SESSION_CAP_MS - minute };
  expect(stepSession(busy, SESSION_CAP_MS - 1, () => 's2').id).toBe('s1');
  expect(stepSession(busy, SESSION_CAP_MS, () => 's2').id).toBe('s2');
});
test('outlives a clock that steps back a little, and ends when it steps back a day', () => {
  expect(step(9 * minute)).toEqual(running);
  expect(step(-24 * 60 * minute).id).toBe('s2');
});
