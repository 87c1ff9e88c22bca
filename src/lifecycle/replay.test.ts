import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LifecycleDefinition } from './definition.js';
import { DAY_MS } from './duration.js';
import type { LifecycleEvent } from './event.js';
import type { Lifecycle } from './lifecycle.js';
import { adaptPerson, mergePersons, NOBODY, stepPerson } from './person.js';
import { readDefinition } from './read-definition.js';
import { replay, replayFacts } from './replay.js';
import { fitsPath, stateAt } from './state.js';

function lifecycleOf(definition: LifecycleDefinition): Lifecycle {
  const read = readDefinition(definition);
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  return read.lifecycle;
}

const START = Date.UTC(2028, 1, 28, 23, 59, 59);

const ALL = lifecycleOf({
  version: 1,
  utcOffset: '+08:00',
  facts: {
    reports: { count: 'Report Created' },
    recent: { count: 'Report Created', within: '2d' },
    rows: { sum: 'Report Created', of: 'rows' },
    recent_rows: { sum: 'Report Created', of: 'rows', within: '1d', where: { kind: { $ne: 'draft' } } },
    days: { days: '*' },
    recent_days: { days: '*', within: '3d' },
    kinds: { unique: 'Report Created', of: 'kind' },
    recent_kinds: { unique: 'Report Created', of: 'kind', within: '1d' },
    first: { first: 'Invite Sent' },
    last_kind: { last: 'Report Created', of: 'kind', type: 'string' },
    idle: { recency: '*' },
    age: { age: '*' },
    way: { sequence: ['Signed Up', 'Report Created', 'Invite Sent'], within: '2d' },
    returns: { returned: '*', after: '1d' },
    plan: { trait: 'plan', type: 'string' },
  },
  milestones: {
    first_report: { event: 'Report Created', within: '1d', aha: true },
    third_report: { event: 'Report Created', count: 3 },
  },
  stages: [
    { id: 'new', enter: {} },
    { id: 'active', enter: { $milestone: 'third_report' } },
    { id: 'quiet', enter: { idle: { $gt: 2 } } },
  ],
  segments: { team: { plan: 'team', $stage: ['active', 'new'] } },
  health: { signals: [{ fact: 'recent_days', from: 0, to: 3, points: 100 }], warnBelow: 50 },
});

const anyEvent = fc
  .record({
    name: fc.constantFrom('Signed Up', 'Report Created', 'Invite Sent', 'Stage Entered', ''),
    atMs: fc.oneof(fc.integer({ min: 0, max: 4 * DAY_MS }), fc.constantFrom(0, DAY_MS, 2 * DAY_MS, 3 * DAY_MS)),
    messageId: fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }),
    values: fc.record(
      {
        kind: fc.constantFrom<unknown>('draft', 'sales', 5, '5', true, null, ['sales']),
        rows: fc.constantFrom<unknown>(1, 2.5, -3, '7', 1e12, null),
        plan: fc.constantFrom<unknown>('team', 'free', 1, null),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ name, atMs, messageId, values }): LifecycleEvent => ({
    messageId,
    atMs: START + atMs,
    type: name === '' ? 'identify' : 'track',
    event: name,
    values,
  }));
const history = fc.uniqueArray(anyEvent, { selector: ({ messageId }) => messageId, maxLength: 40 });
const t = START + 4 * DAY_MS;

describe('whatever the history', () => {
  test('the order in which events come changes nothing', () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), (events, shuffle) => {
        const shuffled = [...events].map((event) => ({ event, key: shuffle.next().value as number }));
        shuffled.sort((a, b) => a.key - b.key);
        expect(
          replay(
            ALL,
            shuffled.map(({ event }) => event),
            t,
          ),
        ).toEqual(replay(ALL, events, t));
      }),
    );
  });

  test('two parts of it merged are the whole', () => {
    fc.assert(
      fc.property(history, fc.nat(40), (events, at) => {
        const parts = [events.slice(0, at), events.slice(at)].map((part) => replayFacts(ALL, part, t));
        expect(stateAt(ALL, mergePersons(ALL, parts[0]!, parts[1]!), t)).toEqual(replay(ALL, events, t));
      }),
    );
  });

  test('what is kept survives JSON, and a repeat changes nothing', () => {
    fc.assert(
      fc.property(history, (events) => {
        const kept = JSON.parse(JSON.stringify(replayFacts(ALL, events, t))) as typeof NOBODY;
        expect(stateAt(ALL, kept, t)).toEqual(replay(ALL, [...events, ...events], t));
      }),
    );
  });
});

const event = (atMs: number, name: string, values: Record<string, unknown> = {}): LifecycleEvent => ({
  messageId: `${atMs} ${name}`,
  atMs,
  type: 'track',
  event: name,
  values,
});

test('what is kept of ten thousand events is bounded', () => {
  let person = NOBODY;
  for (let n = 0; n < 10_000; n++) {
    person = stepPerson(ALL, person, event(START + n * 1_000, 'Report Created', { kind: `kind ${n}`, rows: 1 }));
  }
  expect(JSON.stringify(person).length).toBeLessThan(500_000);
  const { facts, stage } = stateAt(ALL, person, START + 10_000_000);
  expect(facts).toMatchObject({ reports: 10_000, recent: 1_000, rows: 10_000, kinds: 1_000, idle: 1_000 / DAY_MS });
  expect(stage).toBe('active');
});

test('under another definition what it still asks for is kept, and what is new is kept from now on', () => {
  const before = lifecycleOf({
    version: 1,
    facts: { reports: { count: 'Report Created' }, invites: { count: 'Invite Sent' } },
  });
  const after = lifecycleOf({ version: 2, facts: { made: { count: 'Report Created' }, days: { days: '*' } } });
  const person = replayFacts(before, [event(START, 'Report Created'), event(START, 'Invite Sent')], t);
  const adapted = adaptPerson(after, person, new Set(before.keys.values()), t);
  expect(stateAt(after, adapted, t).facts).toEqual({ made: 1, days: 0 });
  expect(Object.keys(adapted.facts)).not.toContain(before.keys.get('invites'));
  expect(adapted.since).toEqual({ [after.keys.get('days')!]: t });
});

test.each([
  ['/reports/*', '/reports/7', true],
  ['/reports/*', '/reports', false],
  ['*/edit', '/reports/7/edit', true],
  ['/a*a', '/a', false],
  ['/*/x/*', '/1/x/', true],
  ['/exact', '/exact/', false],
  ['*', '', true],
])('%s fits %s: %s', (pattern, path, fits) => {
  expect(fitsPath(pattern, path)).toBe(fits);
});
