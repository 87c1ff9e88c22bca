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
