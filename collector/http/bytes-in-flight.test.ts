import { expect, test } from 'vitest';
import { QueueFullError } from '../store/group-commit.js';
import { createBytesInFlight, defaultBytesInFlight } from './bytes-in-flight.js';

test('shares are held together up to the most, and what was refused is not held', () => {
  const inFlight = createBytesInFlight(100);
  const [one, other] = [inFlight.open(), inFlight.open()];
  one.hold(60);
  expect(() => other.hold(41)).toThrow(QueueFullError);
  expect(inFlight.heldBytes).toBe(60);
  other.hold(40);
  expect(() => one.hold(61)).toThrow(QueueFullError);
  expect(inFlight.heldBytes).toBe(100);
});

test('a share that becomes smaller always may, and what it gives back is free', () => {
  const inFlight = createBytesInFlight(100);
  const [one, other] = [inFlight.open(), inFlight.open()];
  one.hold(100);
  one.hold(10);
  other.hold(90);
  one.close();
  one.close();
  expect(inFlight.heldBytes).toBe(90);
});

test('a small heap holds less', () => {
  expect(defaultBytesInFlight(512 * 1024 * 1024)).toBe(64 * 1024 * 1024);
  expect(defaultBytesInFlight(8 * 1024 ** 3)).toBe(256 * 1024 * 1024);
});
