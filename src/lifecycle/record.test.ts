/**
 * The record of a person as browsers have it in IndexedDB, literally: test/cases/stored/person-record.json. It is read and written in this
 * form by every release.
 */
import { expect, test } from 'vitest';
import stored from '../../test/cases/stored/person-record.json' with { type: 'json' };
import type { LifecycleEvent } from './event.js';
import type { Lifecycle } from './lifecycle.js';
import { noteDone, noteOutcome } from './note.js';
import { mergePersons } from './person.js';
import { readDefinition } from './read-definition.js';
import { adaptRecord, emptyRecord, stepRecord, type PersonRecord } from './record.js';
import { stateAt } from './state.js';

const AT_MS = Date.UTC(2024, 4, 1, 10);
const DEFINITION = {
  version: 1,
  facts: {
    reports: { count: 'Report Created' },
    recent: { count: 'Report Created', within: '30d' },
    rows: { sum: 'Report Created', of: 'rows' },
    days: { days: 'Report Created' },
    kinds: { unique: 'Report Created', of: 'kind' },
    plan: { trait: 'plan', type: 'string' },
    idle: { recency: '*' },
    steps: { sequence: ['Report Created', 'Report Shared'], within: '1d' },
  },
  milestones: { first_report: { event: 'Report Created', aha: true } },
  stages: [{ id: 'active', enter: { reports: { $gte: 1 } } }],
  segments: { pro: { plan: 'pro' } },
  health: { signals: [{ fact: 'reports', from: 0, to: 4, points: 100 }], warnBelow: 60 },
  experiments: { paywall: { variants: ['control', 'blue'] } },
  widgets: { ask: { kind: 'nps' } },
  plays: [{ id: 'ask', when: { reports: { $gte: 1 } }, show: 'ask', every: '90d' }],
};

const event = (n: number, name: string, values: LifecycleEvent['values']): LifecycleEvent => ({
  messageId: `m${n}`,
  atMs: AT_MS + n * 60_000,
  type: name === '' ? 'identify' : 'track',
  event: name,
  values,
});
const EVENTS = [
  event(1, '', { plan: 'pro' }),
  event(2, 'Report Created', { rows: 2.5, kind: 'sales' }),
  event(3, 'Report Created', { rows: 1, kind: 5 }),
  event(4, 'Report Shared', {}),
];

function read(definition: unknown): Lifecycle {
  const made = readDefinition(definition);
  if ('mistakes' in made) throw new Error(JSON.stringify(made.mistakes));
  return made.lifecycle;
}
const lifecycle = read(DEFINITION);
const record = JSON.parse(JSON.stringify(stored)) as PersonRecord;
const FACTS = { reports: 2, recent: 2, rows: 3.5, days: 1, kinds: 2, plan: 'pro', steps: 2 };

test('a record is written as it was', () => {
  const { record: stepped } = stepRecord(lifecycle, emptyRecord(lifecycle), EVENTS, AT_MS + 600_000);
  const [play] = lifecycle.plays;
  const shown = noteDone(lifecycle, stepped.ledger, play!, 's1', AT_MS + 700_000);
  const ledger = noteOutcome(lifecycle, shown, play!, 'answered', 'm9', AT_MS + 710_000);
  const made: PersonRecord = {
    ...stepped,
    ledger: { ...ledger, assigned: { paywall: ['blue', AT_MS] }, since: { ask: AT_MS }, happened: { ask: AT_MS } },
    knownAs: 'first-id',
    taken: lifecycle.hash,
  };
  expect(JSON.parse(JSON.stringify(made))).toEqual(stored);
});

test('a record that lies in a browser is read', () => {
  const adapted = adaptRecord(lifecycle, record, AT_MS);
  const state = stateAt(lifecycle, adapted.person, AT_MS + 600_000);
  expect(state.facts).toMatchObject(FACTS);
  expect(state).toMatchObject({ stage: 'active', segments: ['pro'], milestones: { first_report: {} } });
});

test('under another definition a record keeps what both ask for', () => {
  const { plan, reports } = DEFINITION.facts;
  const other = read({
    ...DEFINITION,
    facts: { ...DEFINITION.facts, plan, reports, orders: { count: 'Order Completed' } },
  });
  const { person, ledger } = adaptRecord(other, record, AT_MS);
  expect(stateAt(other, person, AT_MS + 600_000).facts).toMatchObject({ ...FACTS, orders: 0 });
  expect(ledger).toEqual(record.ledger);
});

test('a record that lies in a browser is merged with another', () => {
  const merged = mergePersons(lifecycle, record.person, emptyRecord(lifecycle).person);
  expect(stateAt(lifecycle, merged, AT_MS + 600_000).facts).toMatchObject(FACTS);
});
