import { describe, expect, test } from 'vitest';
import type { LifecycleEvent } from './event.js';
import { mergeFact, readFact, SERIES_LENGTH, stepFact, type Fact, type FactState } from './fact.js';
import type { LifecycleDefinition } from './definition.js';
import { readDefinition } from './read-definition.js';

/** The fact of a definition that has one, by its text. */
function factOf(definition: Partial<LifecycleDefinition>, name: string): Fact {
  const read = readDefinition({ version: 1, ...definition });
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  return read.lifecycle.facts.get(name)!;
}

const order = (n: number, id: unknown, atMs = n): LifecycleEvent => ({
  messageId: `m${String(n).padStart(6, '0')}`,
  atMs,
  type: 'track',
  event: 'Order Completed',
  values: { order_id: id, revenue: 10, kind: `k${n % 7}` },
});

const stateOf = (fact: Fact, events: readonly LifecycleEvent[]): FactState | undefined =>
  events.reduce<FactState | undefined>((state, event) => stepFact(fact, state, event, 0), undefined);

const of = 'Order Completed';
const once = 'order_id';
const FACTS: [string, Fact][] = [
  ['count', factOf({ facts: { f: { count: of, once } } }, 'f')],
  ['count within', factOf({ facts: { f: { count: of, once, within: '1h' } } }, 'f')],
  ['sum', factOf({ facts: { f: { sum: of, of: 'revenue', once } } }, 'f')],
  ['days', factOf({ facts: { f: { days: of, once } } }, 'f')],
  ['streak', factOf({ facts: { f: { streak: of, once } } }, 'f')],
  ['unique', factOf({ facts: { f: { unique: of, of: 'kind', once } } }, 'f')],
  ['last', factOf({ facts: { f: { last: of, of: 'kind', type: 'string', once } } }, 'f')],
  ['recency', factOf({ facts: { f: { recency: of, once } } }, 'f')],
  ['returned', factOf({ facts: { f: { returned: of, after: '1m', once } } }, 'f')],
  ['milestone', factOf({ milestones: { f: { event: of, count: 1_000, once } } }, '$milestone:f')],
];

describe.each(FACTS)('%s with once', (_, fact) => {
  // 2,500 events of 600 orders, each told about four times, minutes apart.
  const events = Array.from({ length: 2_500 }, (_, n) => order(n, `o${(n * 7) % 600}`, n * 61_000));
  const endMs = events.at(-1)!.atMs;
  const value = (state: FactState | undefined) => readFact(fact, state, endMs, 0);

  test('keeps at most 1,000 events in memory', () => {
    expect((stateOf(fact, events) as readonly unknown[]).length).toBeLessThanOrEqual(SERIES_LENGTH);
  });

  test('is the same in whatever order events come', () => {
    const shuffled = events.map((_, at) => events[(at * 1_009) % events.length]!);
    expect(stateOf(fact, shuffled)).toEqual(stateOf(fact, events));
    expect(stateOf(fact, [...events].reverse())).toEqual(stateOf(fact, events));
  });

  test('is the same of two histories that are merged', () => {
    const [own, theirs] = [0, 1].map((half) =>
      stateOf(
        fact,
        events.filter((_, at) => at % 2 === half),
      ),
    );
    expect(mergeFact(fact, own, theirs)).toEqual(stateOf(fact, events));
  });

  test('is the same after it was stored as JSON', () => {
    const state = stateOf(fact, events.slice(0, 50));
    expect(value(JSON.parse(JSON.stringify(state)) as FactState)).toBe(value(state));
  });
});
