import { describe, expect, test } from 'vitest';
import type { PlayDefinition } from './definition.js';
import { DAY_MS } from './duration.js';
import { agedPriority, gatesOf, passAtMs, placeOf, type Gate, type Moment } from './gates.js';
import { EMPTY_LEDGER, type Ledger } from './ledger.js';
import { noteDone } from './note.js';
import { readPast } from './past.js';
import { readDefinition } from './read-definition.js';

const T0 = 1_000 * DAY_MS;
const lifecycleOf = (play: Omit<PlayDefinition, 'id'>) => {
  const read = readDefinition({
    version: 1,
    widgets: { survey: { kind: 'nps' } },
    plays: [{ id: 'play', ...play }],
  });
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  return read.lifecycle;
};
const judge = (
  play: Omit<PlayDefinition, 'id'>,
  ledger: Partial<Ledger>,
  nowMs: number,
  more: Partial<Moment> = {},
) => {
  const lifecycle = lifecycleOf(play);
  const full = { ...EMPTY_LEDGER, ...ledger };
  const moment = { check: () => true, shown: {}, elsewhere: [], claims: [], holdoutId: 'p', ...more };
  return gatesOf({ lifecycle, ledger: full, nowMs, ...moment }, readPast(full.entries), lifecycle.plays[0]!);
};
const names = (gates: readonly Gate[]) => gates.map(({ gate }) => gate);

test('a callback has the gates of its own only, a widget those of its place too', () => {
  expect(names(judge({ when: {}, call: 'told' }, {}, T0).gates)).toEqual(['when', 'every', 'max', 'outcome']);
  const { gates } = judge({ on: { event: 'A' }, after: '1d', holdout: 0.5, show: 'survey' }, {}, T0);
  const own = ['on', 'lapse', 'after', 'every', 'max', 'outcome', 'holdout'];
  expect(names(gates)).toEqual([...own, 'quiet', 'surface', 'claim', 'tab']);
  expect(names(judge({ when: {}, every: '1d', call: 'told' }, {}, T0).gates)).not.toContain('max');
});

describe('what an event has begun', () => {
  const play = { on: { event: 'A' }, after: '2d', call: 'told' };
  const happened = { happened: { play: T0 } };
  const lapseMs = T0 + 9 * DAY_MS;
  const lapse = (nowMs: number) => judge(play, happened, nowMs).gates.find(({ gate }) => gate === 'lapse');

  test('tells from the beginning when it lapses, and then that it has', () => {
    expect(lapse(T0)).toEqual({ gate: 'lapse', passed: true, value: lapseMs, nextAtMs: null });
    expect(lapse(lapseMs - 1)).toMatchObject({ passed: true });
    expect(lapse(lapseMs)).toEqual({ gate: 'lapse', passed: false, value: lapseMs, nextAtMs: null });
  });

  test('is due while it has not lapsed, and never after that', () => {
    expect(passAtMs(judge(play, happened, T0).gates)).toBe(T0 + 2 * DAY_MS);
    expect(passAtMs(judge(play, happened, lapseMs - 1).gates)).toBe(0);
    expect(passAtMs(judge(play, happened, lapseMs).gates)).toBeNull();
  });

  test('is not due by time alone where it lapses before the other gates pass', () => {
    const lifecycle = lifecycleOf({ ...play, every: '90d' });
    const { entries } = noteDone(lifecycle, EMPTY_LEDGER, lifecycle.plays[0]!, '1', T0 - DAY_MS);
    const { gates } = judge({ ...play, every: '90d' }, { ...happened, entries }, T0);
    expect(gates.find(({ gate }) => gate === 'every')).toMatchObject({ nextAtMs: T0 + 89 * DAY_MS });
    expect(passAtMs(gates)).toBeNull();
  });

  test('lapses no more once it is done, or where it never happened', () => {
    const [on, gate] = judge(play, {}, T0).gates;
    expect([on, gate]).toMatchObject([
      { gate: 'on', passed: false },
      { gate: 'lapse', passed: true, value: null },
    ]);
  });
});

test('a play waits for others from when its after, every and outcome are over', () => {
  expect(judge({ when: {}, after: '1d', call: 'told' }, { since: { play: T0 } }, T0).waitsSinceMs).toBe(T0 + DAY_MS);
});

test('a holdout is drawn by what the person was first known by, and passes for a share of 0', () => {
  const share = (holdoutId: string) =>
    judge({ when: {}, holdout: 0.5, call: 'told' }, {}, T0, { holdoutId }).gates.find(
      ({ gate }) => gate === 'holdout',
    )!;
  for (const id of ['a', 'b', 'c', 'd']) expect(share(id).passed).toBe(Number(share(id).value) >= 0.5);
  expect(share('a')).toEqual(share('a'));
  expect(judge({ when: {}, holdout: 0, call: 'told' }, {}, T0).gates.map(({ gate }) => gate)).not.toContain('holdout');
});

test('a widget is in the corner where it does not say otherwise; a callback has no place', () => {
  const shows = lifecycleOf({ when: {}, show: 'survey' });
  expect(placeOf(shows, shows.plays[0]!)).toEqual({ kind: 'nps', surface: 'corner' });
  const calls = lifecycleOf({ when: {}, call: 'survey' });
  expect(placeOf(calls, calls.plays[0]!)).toEqual({ kind: '', surface: '' });
});

test('priority grows by one a day of waiting, and not before', () => {
  const [play] = lifecycleOf({ when: {}, priority: 3, call: 'told' }).plays;
  expect(agedPriority(play!, T0, T0 + 2.5 * DAY_MS)).toBe(5.5);
  expect(agedPriority(play!, T0, T0 - DAY_MS)).toBe(3);
  expect(agedPriority(play!, NaN, T0)).toBe(3);
});

test('all gates passed is the epoch; one that time does not open is never', () => {
  const gate = (passed: boolean, nextAtMs: number | null): Gate => ({ gate: 'every', passed, value: null, nextAtMs });
  expect(passAtMs([])).toBe(0);
  expect(passAtMs([gate(true, null)])).toBe(0);
  expect(passAtMs([gate(false, 5), gate(false, 9), gate(true, null)])).toBe(9);
  expect(passAtMs([gate(false, 5), gate(false, null)])).toBeNull();
});
