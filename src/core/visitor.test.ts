import { expect, test } from 'vitest';
import { stepIdentify } from './identity.js';
import { stepSession } from './session.js';
import { readVisitor, type Visitor } from './visitor.js';

const newId = (): string => 'new';

test('reads back what was kept', () => {
  const touch = { atMs: 1, page: 'https://example.com/' };
  const visitor: Visitor = {
    identity: { anonymousId: 'a1', userId: 'u1', groupId: null },
    session: { id: 's1', startedAtMs: 1, lastAtMs: 2 },
    attribution: { first: touch, last: touch },
  };
  expect(readVisitor(JSON.stringify(visitor), newId)).toEqual(visitor);
});

test('reads the text that browsers have, literally', () => {
  const text =
    '{"identity":{"anonymousId":"018f3a5e-0000-7000-8000-000000000001","userId":"u1","groupId":"g1"},' +
    '"session":{"id":"018f3a5e-0000-7000-8000-000000000002","startedAtMs":1714557600000,"lastAtMs":1714557660000},' +
    '"attribution":{"first":{"atMs":1714557600000,"page":"https://shop.example/","referrer":"https://news.example/",' +
    '"campaign":{"source":"mail"},"clickIds":{"gclid":"click"},"referralCode":"FRIEND"},"last":{"atMs":1714557600000,' +
    '"page":"https://shop.example/"},"referral":{"code":"FRIEND","atMs":1714557600000}}}';
  const touch = { atMs: 1_714_557_600_000, page: 'https://shop.example/' };
  expect(readVisitor(text, newId)).toEqual({
    identity: { anonymousId: '018f3a5e-0000-7000-8000-000000000001', userId: 'u1', groupId: 'g1' },
    session: { id: '018f3a5e-0000-7000-8000-000000000002', startedAtMs: touch.atMs, lastAtMs: touch.atMs + 60_000 },
    attribution: {
      first: {
        ...touch,
        referrer: 'https://news.example/',
        campaign: { source: 'mail' },
        clickIds: { gclid: 'click' },
        referralCode: 'FRIEND',
      },
      last: touch,
      referral: { code: 'FRIEND', atMs: touch.atMs },
    },
  });
});

test.each([null, '', 'null', '{', '[]', '{"identity":null}', '{"identity":{"anonymousId":7}}'])(
  'begins afresh after %s',
  (text) => expect(readVisitor(text, newId).identity.anonymousId).toBe('new'),
);

test('a session that is broken is followed by a new one', () => {
  const { session } = readVisitor('{"identity":{"anonymousId":"a1"},"session":{"id":1}}', newId);
  expect(stepSession(session, 5, newId)).toEqual({ id: 'new', startedAtMs: 5, lastAtMs: 5 });
});

test('a person who signs in keeps the anonymous id, another person gets a new one', () => {
  const anonymous = { anonymousId: 'a1', userId: null, groupId: 'g1' };
  const known = stepIdentify(anonymous, 'u1', newId);
  expect(known).toEqual({ anonymousId: 'a1', userId: 'u1', groupId: 'g1' });
  expect(stepIdentify(known, 'u1', newId)).toEqual(known);
  expect(stepIdentify(known, 'u2', newId)).toEqual({ anonymousId: 'new', userId: 'u2', groupId: null });
});
