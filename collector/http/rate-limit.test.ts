import { expect, test } from 'vitest';
import { createRateLimit, senderOf } from './rate-limit.js';

function limitAt(options: Omit<Parameters<typeof createRateLimit>[0], 'monotonicMs'>) {
  const clock = { nowMs: 0 };
  return { clock, limit: createRateLimit({ ...options, monotonicMs: () => clock.nowMs }) };
}

test('a full bucket is spent, and then fills at its rate', () => {
  const { clock, limit } = limitAt({ perSecond: 1_000, burstSeconds: 10 });
  expect(limit.take('a', 10_000)).toBe(0);
  expect(limit.take('a', 2_500)).toBe(2_500);
  clock.nowMs = 2_499;
  expect(limit.take('a', 2_500)).toBe(1);
  clock.nowMs = 2_500;
  expect(limit.take('a', 2_500)).toBe(0);
  expect(limit.take('a', 10)).toBe(10);
});

test('what was refused costs nothing', () => {
  const { limit } = limitAt({ perSecond: 1_000, burstSeconds: 10 });
  limit.take('a', 9_000);
  expect(limit.take('a', 2_000)).toBe(1_000);
  expect(limit.take('a', 1_000)).toBe(0);
});

test('who has spent more than there was waits until it is paid', () => {
  const { clock, limit } = limitAt({ perSecond: 100, burstSeconds: 10 });
  limit.spend('a', 3_000);
  expect(limit.waitMs('a', 1)).toBe(5_010);
  clock.nowMs = 5_010;
  expect(limit.waitMs('a', 1)).toBe(0);
});

test("a sender's bucket is its own", () => {
  const { limit } = limitAt({ perSecond: 100, burstSeconds: 10 });
  limit.take('a', 1_000);
  expect(limit.take('b', 1_000)).toBe(0);
});

test('the smallest limit lets a whole batch through', () => {
  const { clock, limit } = limitAt({ perSecond: 1 });
  expect(limit.take('a', 2_500)).toBe(0);
  expect(limit.take('a', 250)).toBe(250_000);
  clock.nowMs = 250_000;
  expect(limit.take('a', 250)).toBe(0);
});

test('0 is no limit', () => {
  const { limit } = limitAt({ perSecond: 0 });
  expect([limit.take('a', 1e9), limit.take('a', 1e9), limit.senders]).toEqual([0, 0, 0]);
});

test('a sender is forgotten when its bucket is full again', () => {
  const { clock, limit } = limitAt({ perSecond: 100, burstSeconds: 10 });
  limit.take('a', 500);
  limit.take('b', 1);
  clock.nowMs = 5_000;
  limit.take('c', 1);
  expect(limit.senders).toBe(1);
});

test('however many send, no more buckets are kept than may be', () => {
  const { limit } = limitAt({ perSecond: 100, maxSenders: 3 });
  for (const sender of 'abcdefgh') limit.take(sender, 1);
  expect(limit.senders).toBe(3);
});

test.each([
  ['203.0.113.9', 'k\x00203.0.113.9'],
  ['::ffff:203.0.113.9', 'k\x00203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', 'k\x002001:db8:1:2'],
  ['2001:db8:1:2::1', 'k\x002001:db8:1:2'],
  ['2001:db8::1', 'k\x002001:db8:0:0'],
  ['fe80::1%eth0', 'k\x00fe80:0:0:0'],
  ['::1', 'k\x000:0:0:0'],
  [undefined, 'k\x00'],
])('the sender at %s', (address, sender) => {
  expect(senderOf('k', address)).toBe(sender);
});
