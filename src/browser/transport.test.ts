import { afterEach, expect, test, vi } from 'vitest';
import { createTransport } from './transport.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Nothing listens there; counts the real requests that are made. */
function transportTo(nowhere: string, may?: () => boolean) {
  const { fetch } = globalThis;
  const counted = vi.fn(fetch);
  vi.stubGlobal('fetch', counted);
  const after = (waitMs: number, callback: () => void) => {
    const timer = setTimeout(callback, waitMs);
    return () => clearTimeout(timer);
  };
  return { ...createTransport(nowhere, after, may), requests: () => counted.mock.calls.length };
}
const NOWHERE = 'http://127.0.0.1:1/v1/batch';

test('a keepalive request that fails like a broken network is tried once without', async () => {
  const { _post: post, requests } = transportTo(NOWHERE);
  expect(await post('{}')).toMatchObject({ status: 0, reason: 'network' });
  expect(requests()).toBe(2);
});

test('what may no longer be sent is not tried a second time', async () => {
  const { _post: post, requests } = transportTo(NOWHERE, () => false);
  expect(await post('{}')).toMatchObject({ status: 0, reason: 'network' });
  expect(requests()).toBe(1);
});

test('no more than the allowance is ever in flight as requests that outlive the page, and it is given back', async () => {
  const { _post: post, _allowance: allowance } = transportTo(NOWHERE, () => false);
  const whole = allowance();
  const outlive: boolean[] = [];
  const posts = ['ü'.repeat(whole / 4), 'x'.repeat(whole / 2), 'x'].map((body) =>
    post(body, '', (outlives) => outlive.push(outlives)),
  );
  expect(outlive).toEqual([true, true, false]);
  await Promise.all(posts);
  expect(allowance()).toBe(whole);
});
