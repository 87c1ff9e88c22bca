/**
 * When a condition about a person may change by time alone: windows that events leave, days that pass.
 */
import { DAY_MS } from './duration.js';
import { countUntil, seriesOf } from './fact.js';
import type { Lifecycle, PersonLogic } from './lifecycle.js';
import { leaves } from './logic.js';
import type { PersonFacts } from './person.js';
import { askPerson, type Surroundings } from './state.js';

/** What each `recency` and `age` is compared with, in days. */
function daysAsked(lifecycle: Lifecycle): Map<string, number[]> {
  const days = new Map<string, number[]>();
  const read = (logic: PersonLogic | null): void => {
    for (const leaf of logic ? leaves(logic) : []) {
      if (!('fact' in leaf) || leaf.compare.is === 'exists') continue;
      const to = leaf.compare.is === 'in' ? leaf.compare.to : [leaf.compare.to];
      const numbers = to.filter((one) => typeof one === 'number');
      days.set(leaf.fact, [...(days.get(leaf.fact) ?? []), ...numbers]);
    }
  };
  for (const { enter, exit } of lifecycle.stages) [enter, exit].forEach(read);
  for (const { when } of [...lifecycle.segments, ...lifecycle.plays]) read(when);
  for (const { conditions } of Object.values(lifecycle.checklists)) conditions.forEach(read);
  return days;
}

/** The first time after t at which stage, segments, or the condition of a play or an item may be others than at t with no event between; null: never. */
export function nextChangeMs(lifecycle: Lifecycle, person: PersonFacts, t: number): number | null {
  const days = daysAsked(lifecycle);
  let nextMs = Infinity;
  const may = (atMs: number): void => {
    if (atMs > t && atMs < nextMs) nextMs = atMs;
  };
  for (const [name, fact] of lifecycle.facts) {
    const entries = seriesOf(fact, person.facts[lifecycle.keys.get(name)!]);
    if (entries.length === 0) continue;
    if (fact.kind === 'recency' || fact.kind === 'age') {
      for (const to of days.get(name) ?? []) {
        // Around the moment itself: which comparison it is, and how the quotient rounds, decides between neighbours.
        for (const entry of entries) for (const by of [0, 1, 2]) may(Math.floor(entry[0] + to * DAY_MS) + by);
      }
    } else if (fact.kind === 'streak') {
      // Over when the day is that it had to go on.
      may(((entries[entries.length - 1]![2] as number) + (fact.today ? 1 : 2)) * DAY_MS - lifecycle.offsetMs);
    } else if ('withinMs' in fact && fact.withinMs !== null && fact.kind !== 'sequence') {
      const first = entries[countUntil(entries, t - fact.withinMs)];
      if (first) may(first[0] + fact.withinMs);
    }
  }
  return nextMs === Infinity ? null : nextMs;
}

/** What holds at the next times at which a condition may change, for the arbiter to say when one comes to hold. */
export function lookAhead(
  lifecycle: Lifecycle,
  person: PersonFacts,
  t: number,
  surroundings: Surroundings,
  most = 32,
): { readonly atMs: number; readonly check: (logic: PersonLogic) => boolean }[] {
  const ahead: { readonly atMs: number; readonly check: (logic: PersonLogic) => boolean }[] = [];
  let atMs = nextChangeMs(lifecycle, person, t);
  while (atMs !== null && ahead.length < most) {
    ahead.push({ atMs, check: askPerson(lifecycle, person, atMs, surroundings).check });
    atMs = nextChangeMs(lifecycle, person, atMs);
  }
  return ahead;
}
