/**
 * On a server: no page, no disk.
 */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClient } from './index.js';
import { defineLifecycle } from './lifecycle-door.js';

const NONE = { messageId: null, durable: false, reason: 'no-browser' };
const options = { writeKey: 'wk_1', endpoint: 'http://127.0.0.1:9' };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', vi.fn());
  vi.stubGlobal('BroadcastChannel', vi.fn());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('every call resolves and says why it made no event; nothing is sent, opened, timed or counted as dropped', async () => {
  const lifecycle = defineLifecycle({ version: 1, milestones: { first: { event: 'Report Created' } } });
  const aha = createClient({ ...options, lifecycle, debug: true });
  const drops: unknown[] = [];
  aha.onDrop((drop) => drops.push(drop));
  expect(await aha.track('Report Created')).toEqual(NONE);
  expect(await aha.page('Home')).toEqual(NONE);
  expect(await aha.identify('u1', { plan: 'pro' })).toEqual(NONE);
  expect(await aha.group('g1')).toEqual(NONE);
  expect(await aha.alias('u2')).toEqual(NONE);
  expect(await aha.respond({ survey: 's', kind: 'nps', score: 9 })).toEqual(NONE);
  expect(await aha.flush()).toEqual({ ok: false, sent: 0, pending: 0, reason: 'no-browser' });
  expect(await aha.forget()).toEqual({ ok: false, reason: 'no-browser' });
  expect(aha.consent('granted')).toBe('granted');
  expect(aha.consent('denied')).toBe('granted');
  expect(aha.explain()).toMatchObject({ closed: 'no-browser', pending: 0 });
  aha.reset();
  aha.claim('cookies').done();
  aha.keep('key', 'text');
  expect([aha.referral(), aha.explain('play'), aha.pending()]).toEqual([null, null, 0]);
  await aha.close();
  expect(drops).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
  expect(fetch).not.toHaveBeenCalled();
  expect(BroadcastChannel).not.toHaveBeenCalled();
});

test('options are checked there as well', () => {
  expect(() => createClient({ writeKey: 'wk_1' } as never)).toThrow(/^option-invalid: /);
});

test('a worker that has a disk is none', async () => {
  vi.stubGlobal('indexedDB', {});
  const aha = createClient({ ...options, consent: 'pending' });
  expect(await aha.track('A')).toMatchObject({ reason: 'consent-pending' });
  await aha.close();
});
