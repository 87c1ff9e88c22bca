import { expect, test } from 'vitest';
import { adoptVisitor } from './adopt-visitor.js';
import { SESSION_IDLE_MS } from './session.js';
import type { Visitor } from './visitor.js';

const touch = (page: string) => ({ first: { atMs: 1, page }, last: { atMs: 1, page } });
const own: Visitor = {
  identity: { anonymousId: 'own', userId: null, groupId: null },
  session: { id: 'own-s', startedAtMs: 1_000, lastAtMs: 2_000 },
  attribution: touch('/own'),
};
const stored: Visitor = {
  identity: { anonymousId: 'kept', userId: 'u1', groupId: 'g1' },
  session: { id: 'kept-s', startedAtMs: 0, lastAtMs: 500 },
  attribution: touch('/kept'),
};
const signedIn = (userId: string): Visitor => ({ ...own, identity: { ...own.identity, userId } });

test('nobody is remembered: the own one goes on', () => expect(adoptVisitor(own, null, null)).toBe(own));

test('who is remembered goes on, with the session that still runs', () => {
  expect(adoptVisitor(own, stored, null)).toEqual({
    ...stored,
    session: { id: 'kept-s', startedAtMs: 0, lastAtMs: 2_000 },
  });
});

test('a session that has ended meanwhile is followed by the own one', () => {
  const late = { ...own, session: { id: 'own-s', startedAtMs: SESSION_IDLE_MS * 2, lastAtMs: SESSION_IDLE_MS * 2 } };
  expect(adoptVisitor(late, stored, null).session?.id).toBe('own-s');
});

test('who signed in meanwhile is the person who was remembered, unless that was somebody else', () => {
  const unknown = { ...stored, identity: { ...stored.identity, userId: null } };
  expect(adoptVisitor(signedIn('u2'), unknown, null).identity).toEqual({
    anonymousId: 'kept',
    userId: 'u2',
    groupId: 'g1',
  });
  expect(adoptVisitor(signedIn('u2'), stored, null)).toEqual(signedIn('u2'));
});

test('the id that subdomains share is the visitor; a person known here under another id is not', () => {
  expect(adoptVisitor(own, null, 'shared').identity).toEqual({ anonymousId: 'shared', userId: null, groupId: null });
  expect(adoptVisitor(own, stored, 'shared').identity.userId).toBeNull();
  expect(adoptVisitor(own, stored, 'kept').identity.userId).toBe('u1');
});
