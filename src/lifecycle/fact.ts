/**
 * Facts: what is kept of a person's events, so that each can be told for any later time. Bounded, the same in whatever order the
 * events come, and mergeable.
 */
import type { ValueType } from './definition.js';
import { DAY_MS } from './duration.js';
import { fits, valueAt, type EventFilter, type LifecycleEvent } from './event.js';
import { isValue } from './logic.js';

interface Every {
  readonly filter: EventFilter;
  /** The path of an id, such as an order's: of the events with one id, only the first counts. */
  readonly once?: readonly string[];
}
export type Fact =
  | (Every & { readonly kind: 'count'; readonly withinMs: number | null })
  /** `minus`: events whose numbers are subtracted; what `once` says is not of them. */
  | (Every & {
      readonly kind: 'sum';
      readonly of: readonly string[];
      readonly withinMs: number | null;
      readonly minus?: EventFilter;
    })
  | (Every & { readonly kind: 'days'; readonly withinMs: number | null })
  /** Days in a row, of which the last is today, or yesterday as today is not over; with `today`, only today. */
  | (Every & { readonly kind: 'streak'; readonly today: boolean })
  | (Every & { readonly kind: 'unique'; readonly of: readonly string[]; readonly withinMs: number | null })
  /** Of `first` and `last`: a time, or the value at `of`. A trait is a `last` whose null counts. */
  | (Every & {
      readonly kind: 'first' | 'last';
      readonly of: readonly string[] | null;
      readonly type: ValueType;
      readonly takesBack?: true;
    })
  | (Every & { readonly kind: 'recency' | 'age' })
  | {
      readonly kind: 'sequence';
      readonly steps: readonly EventFilter[];
      readonly withinMs: number;
      readonly once?: undefined;
    }
  | (Every & { readonly kind: 'returned'; readonly afterMs: number })
  /** The time of the n-th event: of a milestone. */
  | (Every & { readonly kind: 'nth'; readonly n: number });

/** What is looked at of a series: docs/lifecycle.md. */
export const SERIES_LENGTH = 1_000;

/** `[time, messageId, value, id]`; the value's meaning is the fact's, and the id is what `once` goes by. */
export type Entry = readonly [atMs: number, messageId: string, value?: unknown, id?: string];
/** What is kept of a fact: a total, or a series in order of time. Undefined: nothing yet. */
export type FactState = number | readonly Entry[];

/** Ten-thousandths; null for what is no number, or one that is too large. */
export function scaled(value: unknown): number | null {
  return typeof value === 'number' && Math.abs(value) <= 1e11 ? Math.floor(value * 10_000 + 0.5) : null;
}

const inOrder = (a: Entry, b: Entry): number => a[0] - b[0] || byCodePoints(a[1], b[1]);

/** As their UTF-8 bytes compare, by which a database sorts. `<` goes by UTF-16, where what needs two units is before U+E000. */
function byCodePoints(a: string, b: string): number {
  const rank = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
  for (let at = 0; at < a.length && at < b.length; at++) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (one !== other) return rank(one) - rank(other);
  }
  return a.length - b.length;
}

const isTotal = ({ withinMs, once }: Fact & { withinMs: number | null }): boolean => withinMs === null && !once;

/** The id at `once`: a text that is not empty, or a whole number as text. Undefined for an event that counts by itself. */
const idOf = (value: unknown): string | undefined =>
  Number.isSafeInteger(value) ? String(value) : (typeof value === 'string' && value) || undefined;

/** Whether an event's number is subtracted. */
const isLess = (fact: Fact, event: LifecycleEvent): boolean =>
  fact.kind === 'sum' && !!fact.minus && fits(fact.minus, event);

/** What one event adds to a fact; null for nothing. */
function contribution(fact: Fact, event: LifecycleEvent, offsetMs: number): Entry | number | null {
  const { atMs, messageId, values } = event;
  if (fact.kind === 'sequence') {
    let mask = 0;
    fact.steps.forEach((step, at) => (mask |= Number(fits(step, event)) << at));
    return mask ? [atMs, messageId, mask] : null;
  }
  const less = isLess(fact, event);
  if (!less && !fits(fact.filter, event)) return null;
  switch (fact.kind) {
    case 'count':
      return isTotal(fact) ? 1 : [atMs, messageId];
    case 'sum': {
      const plus = scaled(valueAt(values, fact.of));
      const amount = less && plus !== null ? -plus : plus;
      return amount === null || isTotal(fact) ? amount : [atMs, messageId, amount];
    }
    case 'days':
    case 'streak':
      return [atMs, messageId, Math.floor((atMs + offsetMs) / DAY_MS)];
    case 'unique': {
      const value = valueAt(values, fact.of);
      return isValue(value) ? [atMs, messageId, value] : null;
    }
    case 'first':
    case 'last': {
      if (fact.of === null) return [atMs, messageId, atMs];
      const value = valueAt(values, fact.of);
      return value === undefined || (value === null && !fact.takesBack) ? null : [atMs, messageId, short(value)];
    }
    default:
      return [atMs, messageId];
  }
}

/** Of a value nothing is kept but what can be compared with. */
const short = (value: unknown): unknown => (isValue(value) ? value : null);

/** Adds an entry where it belongs; the greatest are mostly the newest. */
function insert(series: readonly Entry[], entry: Entry): Entry[] {
  let at = series.length;
  while (at > 0 && inOrder(series[at - 1]!, entry) > 0) at--;
  const next = series.slice();
  if (at === series.length) next.push(entry);
  else next.splice(at, 0, entry);
  return next;
}

/** The first entry of each id, and all without one. */
function firstOfEach(series: readonly Entry[]): readonly Entry[] {
  const seen = new Set<string>();
  return series.filter(([, , , id]) => id === undefined || (!seen.has(id) && seen.add(id)));
}

/** Of each value its latest entry. */
const lastOfEach = (series: readonly Entry[]): readonly Entry[] =>
  // What is set again in a map stays where it was first.
  [...new Map(series.map((entry) => [entry[2], entry])).values()].sort(inOrder);

/**
 * Keeps of a series what can still be asked for. With `once` that is all of the latest entries, repeats included: which one is the first
 * of its id may change with an event that comes late. The n earliest are always known.
 */
function trim(fact: Fact, series: readonly Entry[]): readonly Entry[] {
  if (!fact.once) return readable(fact, series);
  return fact.kind === 'nth' ? readable(fact, firstOfEach(series)) : series.slice(-SERIES_LENGTH);
}

/** Reduces a series without repeats to what the value of the fact needs. */
function readable(fact: Fact, series: readonly Entry[]): readonly Entry[] {
  switch (fact.kind) {
    case 'first':
    case 'age':
      return series.slice(0, 1);
    case 'last':
    case 'recency':
      return series.slice(-1);
    case 'nth':
      return series.slice(0, fact.n);
    default: {
      const from = 'withinMs' in fact && fact.kind !== 'sequence' ? fact.withinMs : null;
      const newest = series[series.length - 1]?.[0] ?? 0;
      let start = Math.max(0, series.length - SERIES_LENGTH);
      if (from !== null) while (series[start] && series[start]![0] <= newest - from) start++;
      return start > 0 ? series.slice(start) : series;
    }
  }
}

/** The series that a fact's value is read from. */
export function seriesOf(fact: Fact, state: FactState | undefined): readonly Entry[] {
  const series = typeof state === 'object' ? state : [];
  if (!fact.once) return series;
  const firsts = firstOfEach(series);
  return readable(fact, isKeyed(fact) ? lastOfEach(firsts) : firsts);
}

const isKeyed = ({ kind }: Fact): boolean => kind === 'days' || kind === 'streak' || kind === 'unique';

/** One entry a value: its latest. */
function keyed(series: readonly Entry[], entry: Entry): readonly Entry[] {
  // Mostly it is the newest.
  let at = series.length - 1;
  while (at >= 0 && series[at]![2] !== entry[2]) at--;
  if (at < 0) return insert(series, entry);
  return inOrder(series[at]!, entry) >= 0
    ? series
    : insert(
        series.filter((_, other) => other !== at),
        entry,
      );
}

/** The fact after one more event; the same state where the event is none of its. */
export function stepFact(
  fact: Fact,
  state: FactState | undefined,
  event: LifecycleEvent,
  offsetMs: number,
): FactState | undefined {
  const added = contribution(fact, event, offsetMs);
  if (added === null) return state;
  if (typeof added === 'number') return ((state as number | undefined) ?? 0) + added;
  const series = (state as readonly Entry[] | undefined) ?? [];
  if (!fact.once) return trim(fact, isKeyed(fact) ? keyed(series, added) : insert(series, added));
  const id = isLess(fact, event) ? undefined : idOf(valueAt(event.values, fact.once));
  return trim(fact, insert(series, id === undefined ? added : [added[0], added[1], added[2], id]));
}

/** The fact of two parts of a person's events that have none in common. */
export function mergeFact(fact: Fact, a: FactState | undefined, b: FactState | undefined): FactState | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (typeof a === 'number' || typeof b === 'number') return (a as number) + (b as number);
  const all = [...a, ...b].sort(inOrder);
  return trim(fact, isKeyed(fact) && !fact.once ? lastOfEach(all) : all);
}

/** The fact's value at t; null where it is missing. */
export function readFact(
  fact: Fact,
  state: FactState | undefined,
  t: number,
  offsetMs: number,
): string | number | boolean | null {
  if (typeof state === 'number') return fact.kind === 'sum' ? state / 10_000 : state;
  const series = seriesOf(fact, state);
  const recent = (withinMs: number | null): readonly Entry[] =>
    withinMs === null ? series : series.slice(countUntil(series, t - withinMs), countUntil(series, t));
  switch (fact.kind) {
    case 'count':
    case 'days':
    case 'unique':
      return recent(fact.withinMs).length;
    case 'streak': {
      const days = recent(Infinity).map(([, , day]) => day);
      let day = Math.floor((t + offsetMs) / DAY_MS);
      if (!fact.today && days[days.length - 1] !== day) day--;
      let length = 0;
      while (days.length && days.pop() === day - length) length++;
      return length;
    }
    case 'sum':
      return recent(fact.withinMs).reduce((sum, [, , amount]) => sum + (amount as number), 0) / 10_000;
    case 'first':
    case 'last': {
      const value = series[0]?.[2];
      return typeof value === fact.type ? (value as string) : null;
    }
    case 'recency':
    case 'age':
      return series[0] ? (t - series[0][0]) / DAY_MS : null;
    case 'nth':
      return series[fact.n - 1]?.[0] ?? null;
    case 'returned':
      return series.filter(([atMs], at) => at > 0 && atMs - series[at - 1]![0] >= fact.afterMs).length;
    case 'sequence':
      return longestSequence(series, fact.steps.length, fact.withinMs);
  }
}

/** How many entries are no later than a time. */
export function countUntil(series: readonly Entry[], atMs: number): number {
  let [from, to] = [0, series.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (series[middle]![0] <= atMs) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** How many steps were taken in order in time: for each step, the latest start from which it was reached is enough. */
function longestSequence(series: readonly Entry[], steps: number, withinMs: number): number {
  const startOf: (number | undefined)[] = [];
  for (const [atMs, , mask] of series) {
    // From the last step down: one event is one step.
    for (let step = steps - 1; step >= 0; step--) {
      if (!((mask as number) & (1 << step))) continue;
      const start = step === 0 ? atMs : startOf[step - 1];
      if (start !== undefined && atMs - start <= withinMs && (startOf[step] ?? -1) <= start) startOf[step] = start;
    }
  }
  return startOf.length;
}
