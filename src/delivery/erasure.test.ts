import { expect, test } from 'vitest';
import type { Reply } from '../core/settle.js';
import { createErasure } from './erasure.js';

const ACK: Reply = { status: 200, text: '{"success":true}', retryAfter: null };
const OFFLINE: Reply = { status: 0, text: '', retryAfter: null, reason: 'network' };

function setUp(replies: Reply[], text: string | null = null, writable = true) {
  const asked: string[] = [];
  const place = { text };
  const erasure = createErasure({
    kept: {
      read: () => place.text,
      write: (next) => {
        if (writable) place.text = next;
      },
    },
    _post: (id) => {
      asked.push(id);
      return Promise.resolve(replies.shift() ?? ACK);
    },
  });
  return { erasure, asked, place };
}

test('asks once and forgets it when the collector has answered', async () => {
  const { erasure, asked, place } = setUp([]);
  erasure.want('a1');
  expect(place.text).toBe('a1');
  expect(await erasure.ask()).toBeNull();
  expect([asked, place.text, erasure._wanted()]).toEqual([['a1'], null, false]);
});

test.each<[string, Reply, string]>([
  ['offline', OFFLINE, 'network'],
  ['a page of HTML', { ...ACK, text: '<html>' }, 'not-an-acknowledgement'],
  ['an older collector', { ...ACK, status: 404 }, 'http-404'],
  ['a refused write key', { ...ACK, status: 401 }, 'http-401'],
  ['a body that is not understood', { ...ACK, status: 400 }, 'http-400'],
])('keeps asking after %s', async (_, reply, reason) => {
  const { erasure, asked, place } = setUp([reply]);
  erasure.want('a1');
  expect(await erasure.ask()).toBe(reason);
  expect(place.text).toBe('a1');
  expect(await erasure.ask()).toBeNull();
  expect(asked).toEqual(['a1', 'a1']);
});

test('goes on with what an earlier page wanted', async () => {
  const { erasure, asked, place } = setUp([ACK, OFFLINE], 'a1\na2');
  expect(await erasure.ask()).toBe('network');
  expect([asked, place.text]).toEqual([['a1', 'a2'], 'a2']);
});

test('asks where nothing can be kept, too', async () => {
  const { erasure, asked } = setUp([OFFLINE], null, false);
  erasure.want('a1');
  await erasure.ask();
  expect(erasure._wanted()).toBe(true);
  await erasure.ask();
  expect([asked, erasure._wanted()]).toEqual([['a1', 'a1'], false]);
});

test('asks once at a time', async () => {
  const { erasure, asked } = setUp([]);
  erasure.want('a1');
  await Promise.all([erasure.ask(), erasure.ask()]);
  expect(asked).toEqual(['a1']);
});

test('who is wanted while another is asked for is asked for too, before it is said to be done', async () => {
  let kept: string | null = 'old';
  const posted: string[] = [];
  const erasure = createErasure({
    kept: { read: () => kept, write: (text) => (kept = text) },
    _post: (id) => {
      posted.push(id);
      return Promise.resolve({ status: 200, retryAfter: null, text: '{"success":true}' });
    },
  });
  void erasure.ask();
  erasure.want('new');
  expect(await erasure.ask()).toBeNull();
  expect(posted).toEqual(['old', 'new']);
  expect(erasure._wanted()).toBe(false);
});

test('one who cannot be asked for does not stand in the way of another', async () => {
  let kept: string | null = 'bad\ngood';
  const erasure = createErasure({
    kept: { read: () => kept, write: (text) => (kept = text) },
    _post: (id) => Promise.resolve({ status: id === 'bad' ? 400 : 200, retryAfter: null, text: '{"success":true}' }),
  });
  expect(await erasure.ask()).toBe('http-400');
  expect(kept).toBe('bad');
});
