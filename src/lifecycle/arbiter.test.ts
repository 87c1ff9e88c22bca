import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from './arbiter.js';
import type { LifecycleDefinition, PlayDefinition } from './definition.js';
import { DAY_MS } from './duration.js';
import type { LifecycleEvent } from './event.js';
import { passAtMs, type Gate, type Moment } from './gates.js';
import { EMPTY_LEDGER, mergeLedgers, note, type Ledger, type LedgerEntry, type What } from './ledger.js';
import type { Lifecycle } from './lifecycle.js';
import { noteClaim, noteDone, noteOutcome, noteSuppressed } from './note.js';
import { readDefinition } from './read-definition.js';
import { replayFacts } from './replay.js';
import { askPerson } from './state.js';
import { lookAhead } from './look-ahead.js';
import { noteEvent } from './waiting.js';

const HOUR_MS = DAY_MS / 24;
const widgets = {
  survey: { kind: 'nps' },
  tip: { kind: 'prompt' },
  banner: { kind: 'prompt', surface: 'banner' },
  dialog: { kind: 'prompt', surface: 'modal' },
  invite: { kind: 'referral' },
} as const;
const lifecycleOf = (plays: readonly PlayDefinition[], more: Partial<LifecycleDefinition> = {}): Lifecycle => {
  const read = readDefinition({ version: 1, widgets, plays, ...more });
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  return read.lifecycle;
};
const T0 = 1_000 * DAY_MS;
const at = (lifecycle: Lifecycle, ledger: Ledger, nowMs: number, more: Partial<Moment> = {}) =>
  decide({
    lifecycle,
    ledger,
    nowMs,
    check: askPerson(lifecycle, replayFacts(lifecycle, [], nowMs), nowMs).check,
    shown: {},
    elsewhere: [],
    claims: [],
    holdoutId: 'p1',
    ...more,
  });
const gateOf = (gates: readonly Gate[] | undefined, name: string) => gates?.find(({ gate }) => gate === name);
const event = (name: string, atMs: number, values = {}): LifecycleEvent => ({
  messageId: `${name}${atMs}`,
  atMs,
  type: 'track',
  event: name,
  values,
});
const always = () => true;
const lines = (...all: readonly [atMs: number, what: What, play: string, kind?: string, surface?: string][]): Ledger =>
  all.reduce<Ledger>(
    (ledger, [atMs, what, play, kind = 'nps', surface = 'corner'], index) =>
      note(ledger, [`${index}`.padStart(3, '0'), atMs, what, play, kind, surface]),
    EMPTY_LEDGER,
  );

test('what holds and has no reason against it is shown, and once only', () => {
  const lifecycle = lifecycleOf([{ id: 'ask', when: {}, show: 'survey' }]);
  const first = at(lifecycle, EMPTY_LEDGER, T0);
  expect(first.show?.id).toBe('ask');
  expect(first.explanations.ask!.every(({ passed, nextAtMs }) => passed && nextAtMs === null)).toBe(true);
  const after = noteDone(lifecycle, first.ledger, first.show!, '1', T0);
  expect(at(lifecycle, after, T0 + 900 * DAY_MS).show).toBeNull();
  expect(gateOf(at(lifecycle, after, T0).explanations.ask, 'max')).toMatchObject({ passed: false, value: 1 });
});

test('after waits since the condition began to hold', () => {
  const lifecycle = lifecycleOf([{ id: 'ask', when: {}, after: '20s', show: 'survey' }]);
  const first = at(lifecycle, EMPTY_LEDGER, T0);
  expect(first.show).toBeNull();
  expect(passAtMs(first.explanations.ask!)).toBe(T0 + 20_000);
  expect(at(lifecycle, first.ledger, T0 + 19_999).show).toBeNull();
  expect(at(lifecycle, first.ledger, T0 + 20_000).show?.id).toBe('ask');
  const ended = at(lifecycle, first.ledger, T0 + 5_000, { check: () => false });
  expect(passAtMs(at(lifecycle, ended.ledger, T0 + 10_000).explanations.ask!)).toBe(T0 + 30_000);
});

test('an event begins a play once, waits for its gates, and is not put off by happening again', () => {
  const lifecycle = lifecycleOf([
    {
      id: 'refer',
      on: { event: 'Survey Submitted', where: { group: 'promoter' } },
      after: '20s',
      show: 'invite',
      max: 5,
    },
  ]);
  const none = noteEvent(lifecycle, EMPTY_LEDGER, event('Survey Submitted', T0, { group: 'passive' }), always);
  expect(none.ledger).toBe(EMPTY_LEDGER);
  let { ledger } = noteEvent(lifecycle, EMPTY_LEDGER, event('Survey Submitted', T0, { group: 'promoter' }), always);
  ({ ledger } = noteEvent(lifecycle, ledger, event('Survey Submitted', T0 + 15_000, { group: 'promoter' }), always));
  const shown = at(lifecycle, ledger, T0 + 20_000);
  expect(shown.show?.id).toBe('refer');
  ledger = noteDone(lifecycle, ledger, shown.show!, '1', T0 + 20_000);
  const later = at(lifecycle, ledger, T0 + 400 * DAY_MS);
  expect(gateOf(later.explanations.refer, 'on')).toEqual({ gate: 'on', passed: false, value: null, nextAtMs: null });
  const again = event('Survey Submitted', T0 + 400 * DAY_MS, { group: 'promoter' });
  expect(at(lifecycle, noteEvent(lifecycle, ledger, again, always).ledger, T0 + 401 * DAY_MS).show?.id).toBe('refer');
});

test('with on and when, the condition must hold as it happens', () => {
  const lifecycle = lifecycleOf([{ id: 'refer', on: { event: 'Shared' }, when: {}, show: 'invite' }]);
  expect(noteEvent(lifecycle, EMPTY_LEDGER, event('Shared', T0), () => false).ledger).toBe(EMPTY_LEDGER);
});

test.each([
  ['answered', 365],
  ['dismissed', 90],
  ['snoozed', 7],
  ['ignored', 14],
] as const)('after it was %s, a play stays away for %d days', (outcome, days) => {
  const lifecycle = lifecycleOf([{ id: 'ask', when: {}, show: 'tip', max: 9 }]);
  const [play] = lifecycle.plays;
  let ledger = noteDone(lifecycle, EMPTY_LEDGER, play!, '1', T0);
  ledger = noteOutcome(lifecycle, ledger, play!, outcome, '2', T0);
  const gate = gateOf(at(lifecycle, ledger, T0 + DAY_MS).explanations.ask, 'outcome');
  expect(gate).toEqual({ gate: 'outcome', passed: false, value: outcome, nextAtMs: T0 + days * DAY_MS });
  expect(gateOf(at(lifecycle, ledger, T0 + days * DAY_MS).explanations.ask, 'outcome')?.passed).toBe(true);
});

test('whoever has answered is asked again as often as the play says', () => {
  const lifecycle = lifecycleOf([{ id: 'ask', when: {}, show: 'survey', every: '90d' }]);
  const ledger = lines([T0, 'shown', 'ask'], [T0 + 1, 'answered', 'ask']);
  expect(passAtMs(at(lifecycle, ledger, T0 + 5).explanations.ask!)).toBe(T0 + 90 * DAY_MS);
  expect(at(lifecycle, ledger, T0 + 90 * DAY_MS).show?.id).toBe('ask');
});

test('what was snoozed comes back, whatever its every, max and kind say; what was ignored, twice', () => {
  const lifecycle = lifecycleOf([{ id: 'ask', when: {}, show: 'survey' }]);
  expect(at(lifecycle, lines([T0, 'shown', 'ask'], [T0 + 1, 'snoozed', 'ask']), T0 + 1 + 7 * DAY_MS).show?.id).toBe(
    'ask',
  );
  const ignored = (times: number) =>
    lines(
      ...Array.from({ length: times }, (_, n) => [
        [T0 + n * 2, 'shown', 'ask'] as const,
        [T0 + n * 2 + 1, 'ignored', 'ask'] as const,
      ]).flat(),
    );
  expect(at(lifecycle, ignored(2), T0 + 400 * DAY_MS).show?.id).toBe('ask');
  expect(at(lifecycle, ignored(3), T0 + 400 * DAY_MS).show).toBeNull();
});

test('an answer on a page that came back takes back that it was ignored; the first outcome counts otherwise', () => {
  const lifecycle = lifecycleOf([{ id: 'ask', when: {}, show: 'survey' }]);
  const [play] = lifecycle.plays;
  let ledger = lines([T0, 'shown', 'ask'], [T0 + 1, 'ignored', 'ask']);
  expect(noteOutcome(lifecycle, ledger, play!, 'dismissed', 'x', T0 + 2)).toBe(ledger);
  ledger = noteOutcome(lifecycle, ledger, play!, 'answered', 'x', T0 + 2);
  expect(at(lifecycle, ledger, T0 + 900 * DAY_MS).show).toBeNull();
});

test('a quiet gap for any kind, and one for its own, hold a play back; the later of the two is told', () => {
  const lifecycle = lifecycleOf([
    { id: 'ask', when: {}, show: 'survey' },
    { id: 'hint', when: {}, show: 'tip' },
  ]);
  const ledger = lines([T0, 'shown', 'other', 'nps', 'corner']);
  const { show, explanations } = at(lifecycle, ledger, T0 + HOUR_MS);
  expect(show).toBeNull();
  expect(gateOf(explanations.hint, 'quiet')).toEqual({
    gate: 'quiet',
    passed: false,
    value: '*',
    nextAtMs: T0 + DAY_MS,
  });
  expect(gateOf(explanations.ask, 'quiet')).toMatchObject({ value: 'nps', nextAtMs: T0 + 90 * DAY_MS });
});

test('what follows from a widget goes on from there, without the gap for any kind', () => {
  const plays = (name: string) => [{ id: 'refer', on: { event: name }, show: 'invite' }];
  const shownWhen = (name: string) => {
    const lifecycle = lifecycleOf(plays(name));
    const { ledger } = noteEvent(lifecycle, lines([T0, 'shown', 'ask']), event(name, T0 + 1), always);
    return passAtMs(at(lifecycle, ledger, T0 + 1).explanations.refer!);
  };
  expect(shownWhen('Survey Submitted')).toBe(0);
  expect(shownWhen('Report Created')).toBe(T0 + DAY_MS);
});

test('a surface has a budget', () => {
  const lifecycle = lifecycleOf([{ id: 'hint', when: {}, show: 'tip' }], {
    arbiter: { surfaces: { corner: { max: 2, every: '7d' } } },
  });
  const ledger = lines(
    [T0, 'shown', 'a', 'prompt'],
    [T0 + DAY_MS, 'shown', 'b', 'prompt'],
    [T0 + 2 * DAY_MS, 'shown', 'c', 'prompt', 'banner'],
  );
  const gate = gateOf(at(lifecycle, ledger, T0 + 4 * DAY_MS).explanations.hint, 'budget');
  expect(gate).toEqual({ gate: 'budget', passed: false, value: 2, nextAtMs: T0 + 7 * DAY_MS });
  expect(at(lifecycle, ledger, T0 + 7 * DAY_MS).show?.id).toBe('hint');
});

test("a taken surface, a modal, the page's own prompt and another tab hold what is shown back, until they are gone; no callback", () => {
  const lifecycle = lifecycleOf([
    { id: 'hint', when: {}, show: 'tip' },
    { id: 'tell', when: {}, call: 'told' },
  ]);
  const reasons = (more: Partial<Moment>) => {
    const { calls, explanations } = at(lifecycle, EMPTY_LEDGER, T0, more);
    expect(calls.map(({ id }) => id)).toEqual(['tell']);
    return explanations.hint!.filter(({ passed }) => !passed);
  };
  expect(reasons({ shown: { corner: 'x' } })).toEqual([{ gate: 'surface', passed: false, value: 'x', nextAtMs: null }]);
  expect(reasons({ shown: { modal: 'x' } })).toMatchObject([{ gate: 'surface', value: 'x' }]);
  expect(reasons({ shown: { banner: 'x' } })).toEqual([]);
  expect(reasons({ claims: ['cookies'] })).toMatchObject([{ gate: 'claim', value: ['cookies'], nextAtMs: null }]);
  expect(reasons({ elsewhere: ['x'] })).toMatchObject([{ gate: 'tab', value: ['x'], nextAtMs: null }]);
});

test('a claim that is done begins the gap for any kind', () => {
  const lifecycle = lifecycleOf([{ id: 'hint', when: {}, show: 'tip' }]);
  expect(passAtMs(at(lifecycle, noteClaim(EMPTY_LEDGER, '1', T0), T0).explanations.hint!)).toBe(T0 + DAY_MS);
});

test('of two, the greater priority goes first, and one more for each day that it waits', () => {
  const lifecycle = lifecycleOf([
    { id: 'daily', when: {}, show: 'tip', every: '1d', priority: 3 },
    { id: 'quarterly', when: {}, show: 'survey', every: '90d' },
  ]);
  let { ledger } = at(lifecycle, EMPTY_LEDGER, T0);
  const shown: string[] = [];
  for (let day = 0; day < 10; day++) {
    const { show, explanations, ledger: next } = at(lifecycle, ledger, T0 + day * DAY_MS);
    if (day === 0)
      expect(gateOf(explanations.quarterly, 'priority')).toEqual({
        gate: 'priority',
        passed: false,
        value: 0,
        nextAtMs: null,
      });
    shown.push(show!.id);
    ledger = noteDone(lifecycle, next, show!, `${day}`, T0 + day * DAY_MS);
  }
  expect(shown.indexOf('quarterly')).toBe(4);
  expect(shown.filter((id) => id === 'quarterly')).toEqual(['quarterly']);
});

test('a holdout is told of once, takes nobody’s turn, and is a share of people', () => {
  const plays = [
    { id: 'held', when: {}, show: 'tip', holdout: 1, priority: 9 },
    { id: 'other', when: {}, show: 'invite' },
  ];
  const lifecycle = lifecycleOf(plays);
  const first = at(lifecycle, EMPTY_LEDGER, T0);
  expect(first.show?.id).toBe('other');
  expect(first.suppressed.map(({ id }) => id)).toEqual(['held']);
  expect(at(lifecycle, noteSuppressed(first.ledger, first.suppressed[0]!, '1', T0), T0).suppressed).toEqual([]);
  const some = lifecycleOf([{ id: 'held', when: {}, show: 'tip', holdout: 0.1 }]);
  const held = Array.from({ length: 2_000 }, (_, n) => at(some, EMPTY_LEDGER, T0, { holdoutId: `p${n}` }).show);
  expect(held.filter((show) => show === null).length / 2_000).toBeCloseTo(0.1, 1);
});

test('whoever an experiment keeps from a play is exposed to it as well, and nobody for whom it changes nothing', () => {
  const plays = [{ id: 'offer', when: { $experiment: { offer: 'new' }, $url: '/pricing' }, show: 'tip' }];
  const lifecycle = lifecycleOf(plays, { experiments: { offer: { variants: ['control', 'new'] } } });
  const exposures = (variant: string, path: string, more: Partial<Moment> = {}) => {
    const { check } = askPerson(lifecycle, replayFacts(lifecycle, [], T0), T0, { assigned: () => variant, path });
    return at(lifecycle, EMPTY_LEDGER, T0, { check, ...more }).exposures;
  };
  expect(exposures('new', '/pricing')).toEqual(['offer']);
  expect(exposures('control', '/pricing')).toEqual(['offer']);
  expect(exposures('new', '/')).toEqual([]);
  expect(exposures('control', '/pricing', { claims: ['cookies'] })).toEqual([]);
});

test('a condition that comes to hold by time alone says when', () => {
  const lifecycle = lifecycleOf([{ id: 'miss', when: { idle: { $gt: 14 } }, after: '1h', show: 'tip' }], {
    facts: { idle: { recency: '*' } },
  });
  const person = replayFacts(lifecycle, [event('Signed Up', T0)], T0);
  const nowMs = T0 + DAY_MS;
  const { check } = askPerson(lifecycle, person, nowMs);
  const ahead = lookAhead(lifecycle, person, nowMs, { assigned: () => null, path: '/' });
  const gates = at(lifecycle, EMPTY_LEDGER, nowMs, { check, ahead }).explanations.miss!;
  expect(gateOf(gates, 'when')).toEqual({ gate: 'when', passed: false, value: null, nextAtMs: T0 + 14 * DAY_MS + 1 });
  expect(passAtMs(gates)).toBe(T0 + 14 * DAY_MS + 1 + HOUR_MS);
});

test('on two tabs and two devices: what one ledger knows, the union knows', () => {
  const lifecycle = lifecycleOf([{ id: 'ask', on: { event: 'Report Created' }, show: 'survey', max: 9 }]);
  const here = noteEvent(lifecycle, EMPTY_LEDGER, event('Report Created', T0), always).ledger;
  const there = noteDone(lifecycle, here, lifecycle.plays[0]!, '1', T0 + 5);
  expect(at(lifecycle, here, T0 + 6).show?.id).toBe('ask');
  expect(at(lifecycle, mergeLedgers(here, there), T0 + 400 * DAY_MS).show).toBeNull();
});

// ── Times ────────────────────────────────────────────────────────────────────────────────────────────────────────────
const duration = fc.constantFrom('1h', '5h', '2d', '3d', '9d');
const plays = fc.array(
  fc.record(
    {
      begins: fc.constantFrom({ when: {} }, { on: { event: 'Report Created' } }, { on: { event: 'Survey Submitted' } }),
      does: fc.constantFrom(
        { show: 'survey' },
        { show: 'tip' },
        { show: 'banner' },
        { show: 'dialog' },
        { call: 'told' },
      ),
      after: duration,
      every: duration,
      max: fc.integer({ min: 1, max: 4 }),
      priority: fc.integer({ min: 0, max: 5 }),
    },
    { requiredKeys: ['begins', 'does'] },
  ),
  { minLength: 1, maxLength: 4 },
);
const arbiters = fc.record({
  quiet: fc.dictionary(fc.constantFrom('*', 'nps', 'prompt'), duration),
  surfaces: fc.dictionary(
    fc.constantFrom('corner', 'banner'),
    fc.record({ max: fc.integer({ min: 1, max: 3 }), every: duration }),
  ),
  outcomes: fc.dictionary(fc.constantFrom('answered', 'dismissed', 'snoozed', 'ignored'), duration),
});
const hours = fc.integer({ min: 0, max: 240 }).map((hour) => T0 + hour * HOUR_MS);
const history = fc.array(
  fc.tuple(
    hours,
    fc.constantFrom<What>('shown', 'shown', 'called', 'answered', 'dismissed', 'snoozed', 'ignored', 'claimed'),
    fc.constantFrom('0', '1', '2', '3', 'other'),
  ),
  { maxLength: 12 },
);

test('the time that the gates name is the time: nothing before it, everything from it on', () => {
  fc.assert(
    fc.property(plays, arbiters, history, hours, hours, hours, (drawn, arbiter, past, h1, h2, since) => {
      const [happenedMs, nowMs] = h1 < h2 ? [h1, h2] : [h2, h1];
      const made = drawn.map(({ begins, does, ...rest }, n) => ({ id: `${n}`, ...begins, ...does, ...rest }));
      const lifecycle = lifecycleOf(made as PlayDefinition[], { arbiter } as Partial<LifecycleDefinition>);
      const entries = past.map(([atMs, what, id], n): LedgerEntry => {
        const play = lifecycle.plays.find((one) => one.id === id);
        const widget = widgets[(play?.show ?? 'tip') as 'tip'] as { kind: string; surface?: string };
        return [`${n}`, atMs, what, id, widget.kind, widget.surface ?? 'corner'];
      });
      let ledger: Ledger = mergeLedgers(EMPTY_LEDGER, { ...EMPTY_LEDGER, entries });
      ledger = { ...ledger, since: Object.fromEntries(made.map(({ id }) => [id, since < nowMs ? since : nowMs])) };
      for (const name of ['Report Created', 'Survey Submitted'])
        ({ ledger } = noteEvent(lifecycle, ledger, event(name, happenedMs), always));
      const now = at(lifecycle, ledger, nowMs);
      for (const play of lifecycle.plays) {
        const gates = now.explanations[play.id]!;
        const passMs = passAtMs(gates);
        const done = now.show === play || now.calls.includes(play);
        // Done now: if and only if every gate has passed.
        expect(done).toBe(gates.every(({ passed }) => passed));
        for (const { passed, nextAtMs } of gates)
          if (nextAtMs !== null) expect([passed, nextAtMs > nowMs]).toEqual([false, true]);
        if (done || passMs === null) continue;
        for (const early of [nowMs, Math.floor((nowMs + passMs) / 2), passMs - 1]) {
          const { show, calls, explanations } = at(lifecycle, now.ledger, early);
          expect(show === play || calls.includes(play)).toBe(false);
          expect(passAtMs(explanations[play.id]!)).toBe(passMs);
        }
        const then = at(lifecycle, now.ledger, passMs).explanations[play.id]!;
        expect(then.filter(({ gate, passed }) => gate !== 'priority' && !passed)).toEqual([]);
        // One gate at a time as well.
        for (const { gate, nextAtMs } of gates) {
          if (nextAtMs === null) continue;
          expect(gateOf(at(lifecycle, now.ledger, nextAtMs - 1).explanations[play.id], gate)?.passed).toBe(false);
          expect(gateOf(at(lifecycle, now.ledger, nextAtMs).explanations[play.id], gate)?.passed).toBe(true);
        }
      }
    }),
    { numRuns: 400, seed: 7, endOnFailure: true },
  );
});
