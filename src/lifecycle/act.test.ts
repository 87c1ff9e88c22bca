import { expect, test } from 'vitest';
import { act, explainPlays, noteIgnored, outcomeOf, type Page } from './act.js';
import { applies } from './applies.js';
import { DAY_MS } from './duration.js';
import type { LifecycleEvent } from './event.js';
import type { Lifecycle } from './lifecycle.js';
import { noteOutcome } from './note.js';
import { readDefinition } from './read-definition.js';
import { emptyRecord, mergeRecords, stepRecord, type PersonRecord } from './record.js';

const read = readDefinition({
  version: 1,
  facts: { idle: { recency: '*' } },
  milestones: { first_report: { event: 'Report Created' } },
  widgets: { relationship: { kind: 'nps' } },
  plays: [
    { id: 'ask', when: { $milestone: 'first_report' }, show: 'relationship', every: '90d' },
    { id: 'win back', when: { idle: { $gt: 14 } }, call: 'mail' },
    { id: 'held', when: { $milestone: 'first_report' }, call: 'held', holdout: 1 },
  ],
});
const { lifecycle } = read as { lifecycle: Lifecycle };

const START = Date.UTC(2026, 0, 1);
const report: LifecycleEvent = {
  messageId: 'm1',
  atMs: START,
  type: 'track',
  event: 'Report Created',
  values: {},
};
const page = (more: Partial<Page> = {}): Page => ({
  nowMs: START,
  path: '/',
  account: null,
  ready: true,
  shown: {},
  claims: [],
  ...more,
});
let ids = 0;
const newId = (): string => `id ${ids++}`;
const reported = (): PersonRecord => ({
  ...stepRecord(lifecycle, emptyRecord(lifecycle), [report], START).record,
  knownAs: 'visitor',
});

test('what is done is noted, so that nobody does it again', () => {
  const record = reported();
  const first = act(lifecycle, record, [report], page(), newId);
  expect([first.show?.id, first.calls, first.suppressed.map(({ id }) => id)]).toEqual(['ask', [], ['held']]);
  const again = act(lifecycle, { ...record, ledger: first.ledger }, [], page({ nowMs: START + 1 }), newId);
  expect([again.show, again.calls, again.suppressed]).toEqual([null, [], []]);
});

test('nothing is done, and nothing noted as done, in a page that is not ready for it', () => {
  const { show, calls, suppressed, ledger } = act(lifecycle, reported(), [], page({ ready: false }), newId);
  expect([show, calls, suppressed, ledger.entries]).toEqual([null, [], [], []]);
});

test('it says when to look again, as time alone may do something, and explains when a condition will hold', () => {
  const record = reported();
  const { nextAtMs } = act(lifecycle, record, [], page(), newId);
  expect(nextAtMs).toBe(START + 14 * DAY_MS);
  const [when] = explainPlays(lifecycle, record, page())['win back']!;
  expect(when).toEqual({ gate: 'when', passed: false, value: null, nextAtMs: START + 14 * DAY_MS + 1 });
  const later = act(lifecycle, record, [], page({ nowMs: when!.nextAtMs! }), newId);
  expect(later.calls.map(({ id }) => id)).toEqual(['win back']);
});

test('what another tab shows holds back what this one would, until it has been silent for half an hour', () => {
  const record = reported();
  const shown = { ...record, ledger: act(lifecycle, record, [], page(), newId).ledger };
  const tabGate = (nowMs: number, own = {}) =>
    explainPlays(lifecycle, shown, page({ nowMs, shown: own })).ask!.find(({ gate }) => gate === 'tab');
  expect(tabGate(START + 60_000)).toMatchObject({ passed: false, value: ['ask'] });
  expect(tabGate(START + 60_000, { corner: 'ask' })).toMatchObject({ passed: true });
  expect(tabGate(START + 31 * 60_000)).toMatchObject({ passed: true });
});

test('what nobody touched while its page lived was ignored, which is noted once', () => {
  const record = reported();
  const { ledger } = act(lifecycle, record, [], page(), newId);
  expect(noteIgnored(lifecycle, ledger, START + 60_000)).toBe(ledger);
  const ignored = noteIgnored(lifecycle, ledger, START + DAY_MS);
  expect(ignored.entries.at(-1)!.slice(1, 4)).toEqual([START + 1, 'ignored', 'ask']);
  expect(noteIgnored(lifecycle, ignored, START + 2 * DAY_MS)).toBe(ignored);
});

test('who is known by name has what they did and were shown without one', () => {
  const before = reported();
  const unknown = { ...before, ledger: act(lifecycle, before, [], page(), newId).ledger };
  const merged = mergeRecords(lifecycle, emptyRecord(lifecycle), unknown);
  expect(merged.knownAs).toBe('visitor');
  expect(act(lifecycle, merged, [], page(), newId).show).toBeNull();
});

test.each([
  ['Survey Submitted', { survey_id: 'relationship' }, { widget: 'relationship', outcome: 'answered' }],
  ['Checklist Dismissed', { checklist_id: 'start' }, { widget: 'start', outcome: 'dismissed' }],
  ['Survey Submitted', {}, null],
  ['constructor', { survey_id: 'relationship' }, null],
])('%s with %j is the outcome %j', (event, values, outcome) => {
  expect(outcomeOf({ ...report, event, values })).toEqual(outcome);
});

test('a widget applies while a play that shows it may hold, after an event that showed it, and where no play does', () => {
  const made = readDefinition({
    version: 1,
    facts: { reports: { count: 'Report Created' } },
    widgets: { limit: { kind: 'prompt' }, begun: { kind: 'prompt' }, free: { kind: 'prompt' } },
    plays: [
      { id: 'a', when: { reports: { $gte: 2 } }, show: 'limit' },
      { id: 'b', when: { reports: { $lt: 1 } }, show: 'limit' },
      { id: 'c', on: { event: 'A' }, when: { reports: { $gte: 2 } }, show: 'begun' },
    ],
  }) as { lifecycle: Lifecycle };
  const after = (reports: number) => {
    const events = Array.from({ length: reports }, (_, at) => ({ ...report, messageId: `${at}` }));
    const { record } = stepRecord(made.lifecycle, emptyRecord(made.lifecycle), events, START);
    return ['limit', 'begun', 'free'].map((widget) => applies(made.lifecycle, record, page(), widget));
  };
  expect([after(0), after(1), after(2)]).toEqual([
    [true, true, true],
    [false, true, true],
    [true, true, true],
  ]);
});

test('what was withdrawn is no longer shown anywhere, and keeps nothing away', () => {
  const record = reported();
  const { ledger, show } = act(lifecycle, record, [report], page(), newId);
  const withdrawn = noteOutcome(lifecycle, ledger, show!, 'withdrawn', 'w', START + 1);
  const later = { ...record, ledger: noteIgnored(lifecycle, withdrawn, START + DAY_MS) };
  const gates = explainPlays(lifecycle, later, page({ nowMs: START + DAY_MS })).ask!;
  expect(later.ledger.entries.map(([, , what]) => what)).toEqual(['suppressed', 'shown', 'withdrawn']);
  expect(gates.filter(({ passed }) => !passed).map(({ gate }) => gate)).toEqual(['every', 'quiet']);
});
