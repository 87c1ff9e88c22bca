import { expect, test } from 'vitest';
import type { LedgerEntry, What } from './ledger.js';
import { readPast } from './past.js';

const past = (...all: readonly (readonly [what: What, play: string, kind?: string, surface?: string])[]) =>
  readPast(
    all.map(([what, play, kind = 'nps', surface = 'corner'], at): LedgerEntry => [
      `${at}`,
      at + 1,
      what,
      play,
      kind,
      surface,
    ]),
  );

test('of a play that is in no line there is nothing', () => {
  expect(past().of('constructor')).toEqual({ doneMs: [], outcomeMs: {}, suppressed: false });
  expect([past().lastOf('*'), past().lastOf('nps'), past().onSurface('corner')]).toEqual([-Infinity, -Infinity, []]);
});

test('a play was done when it was shown or called; being suppressed is not being done', () => {
  expect(past(['called', 'a'], ['shown', 'a'], ['suppressed', 'a']).of('a')).toMatchObject({
    doneMs: [1, 2],
    suppressed: true,
  });
});

test('of each outcome the last time is known', () => {
  const { outcomeMs } = past(['shown', 'a'], ['dismissed', 'a'], ['shown', 'a'], ['dismissed', 'a']).of('a');
  expect(outcomeMs).toEqual({ dismissed: 4 });
});

test('a showing that was snoozed is given back each time, one that was ignored twice', () => {
  const times = (outcome: What, count: number) =>
    past(...Array.from({ length: count }, () => [['shown', 'a'] as const, [outcome, 'a'] as const]).flat()).of('a')
      .doneMs.length;
  expect([times('snoozed', 4), times('ignored', 2), times('ignored', 3), times('dismissed', 1)]).toEqual([0, 0, 1, 1]);
});

test('an answer takes back what was given back, once', () => {
  const lines = [['shown', 'a'] as const, ['ignored', 'a'] as const, ['answered', 'a'] as const];
  expect(past(...lines).of('a').doneMs).toEqual([1]);
  expect(past(...lines, ['answered', 'a']).of('a').doneMs).toEqual([1]);
});

test('what was given back begins no gap of its kind, and the gap for any kind all the same', () => {
  const { lastOf } = past(['shown', 'a'], ['snoozed', 'a'], ['shown', 'b', 'csat']);
  expect([lastOf('nps'), lastOf('csat'), lastOf('*')]).toEqual([-Infinity, 3, 3]);
  expect(past(['shown', 'a'], ['snoozed', 'a']).lastOf('*')).toBe(1);
});

test("the page's own prompt begins the gap for any kind, and is on no surface", () => {
  const { lastOf, onSurface, of } = past(['claimed', '', '', '']);
  expect([lastOf('*'), lastOf('nps'), onSurface('corner'), of('').doneMs]).toEqual([1, -Infinity, [], []]);
});

test('a callback begins no gap for any kind', () => {
  expect(past(['called', 'a', '', '']).lastOf('*')).toBe(-Infinity);
});

test('of a surface the newest comes first, given back or not', () => {
  const { onSurface } = past(['shown', 'a'], ['snoozed', 'a'], ['shown', 'b', 'tip', 'banner'], ['shown', 'c']);
  expect(onSurface('corner')).toEqual([4, 1]);
});
