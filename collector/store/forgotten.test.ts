import { describe, expect, test } from 'vitest';
import { sampleRow } from '../test-support/sample-row.js';
import { createForgotten, tombstone, type ForgottenKind } from './forgotten.js';

const AT = '2026-01-31 12:00:00.000';

function forgottenBy(kind: ForgottenKind, id: string) {
  const forgotten = createForgotten();
  forgotten.add(tombstone(kind, 'p', id, AT));
  return forgotten;
}

const row = (anonymous_id: string, user_id: string, ts_adj = AT, project_id = 'p') =>
  sampleRow({ project_id, anonymous_id, user_id, person_id: user_id || anonymous_id, ts_adj });

describe.each<[ForgottenKind, string, [string, string, string, boolean][]]>([
  [
    'browser',
    'b',
    [
      ['its event from before', 'b', '', true],
      ['its event of somebody signed in', 'b', 'u', true],
      ['an event of a user of that name', 'x', 'b', false],
      ['an event of a user that says so of its browser too', 'b', 'b', false],
      ['another browser', 'x', '', false],
    ],
  ],
  [
    'user',
    'u',
    [
      ['an event of the user', 'x', 'u', true],
      ['an event of a browser of that name', 'u', '', false],
      ['another user', 'x', 'v', false],
      ['another user at a browser of that name', 'u', 'v', false],
    ],
  ],
  [
    'person',
    'b',
    [
      ['an event where nobody was signed in', 'b', '', true],
      ['an event of somebody signed in', 'b', 'v', false],
      ['an event of a user of that name', 'x', 'b', false],
    ],
  ],
])('forgotten as %s', (kind, id, cases) => {
  test.each(cases)('%s', (_, anonymousId, userId, covered) => {
    const forgotten = forgottenBy(kind, id);
    expect(forgotten.covers(row(anonymousId, userId))).toBe(covered);
    expect(forgotten.covers(row(anonymousId, userId, AT, 'q'))).toBe(false);
  });
});

test('a browser is forgotten for ever, a person until then', () => {
  const later = '2026-01-31 12:00:00.001';
  expect(forgottenBy('browser', 'b').covers(row('b', '', later))).toBe(true);
  expect(forgottenBy('user', 'u').covers(row('', 'u', later))).toBe(false);
  expect(forgottenBy('person', 'b').covers(row('b', '', later))).toBe(false);
});

test('an id that is left out is nobody', () => {
  const forgotten = forgottenBy('browser', '');
  expect(forgotten.covers(row('', 'u'))).toBe(false);
  expect(forgotten.coversBrowser('p', '')).toBe(false);
  expect(forgotten.coversBrowser('p', 'x')).toBe(false);
});

test('what is kept does not say who it was', () => {
  const kept = JSON.stringify(tombstone('browser', 'p', '019a0000-0000-7000-8000-0000000000aa', AT));
  expect(kept).not.toContain('019a0000');
});
