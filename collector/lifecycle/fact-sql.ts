/** Facts as aggregates over one person's events up to t: docs/lifecycle.md. */
import { DAY_MS } from '../../src/lifecycle/duration.js';
import { SERIES_LENGTH, type Fact } from '../../src/lifecycle/fact.js';
import type { BoundParams } from './bound-params.js';
import { T } from '../store/whose-event-sql.js';
import { KIND, type EventColumns } from './event-sql.js';

const isOf = { string: KIND.string, number: KIND.number, boolean: KIND.boolean } as const;

/**
 * The value of a fact as an aggregate expression: Nullable(Float64), Nullable(String) or Nullable(Bool) by its type, NULL where it
 * is missing.
 */
export function factSql(fact: Fact, events: EventColumns, params: BoundParams, offsetMs: number): string {
  if (fact.kind === 'sequence') {
    const steps = fact.steps.map((step) => events.fits(step));
    const mask = steps.map((fits, at) => `bitShiftLeft(toUInt32(${fits}), ${at})`).join(' + ');
    const series = latest(`(at, id, ${mask})`, steps.map((fits) => `(${fits})`).join(' OR '));
    // For each step, the latest start from which it was reached; −1: not yet. One event is one step.
    return nullable(`arrayCount(start -> start >= 0, arrayFold(
      (starts, entry) -> arrayMap((start, before, step) ->
        if(bitTest(entry.3, step) AND before >= 0 AND entry.1 - before <= ${params.whole(fact.withinMs)} AND start <= before, before, start),
        starts, arrayPushFront(arrayPopBack(starts), entry.1), range(${steps.length})),
      ${series}, arrayWithConstant(${steps.length}, toInt64(-1))))`);
  }
  if (fact.once) return onceSql(fact, fact.once, events, params, offsetMs);
  const fits = fitsSql(fact, events);
  const recent = 'withinMs' in fact && fact.withinMs !== null ? ` AND at > ${T} - ${params.whole(fact.withinMs)}` : '';
  const atMost = (sql: string) => nullable(`least(${sql}, ${SERIES_LENGTH})`);
  switch (fact.kind) {
    case 'count':
      return recent === '' ? nullable(`countIf(${fits})`) : atMost(`countIf(${fits}${recent})`);
    case 'sum': {
      const { kind, number } = events.value(fact.of, fact.filter);
      const counts = `${fits}${recent} AND ${hasAmount(kind, number)}`;
      const amount = amountSql(fact, number, events);
      const all = `sumIf(${amount}, ${counts})`;
      if (recent === '') return nullable(`${all} / 10000`);
      const last = `arraySum(entry -> entry.3, ${latest(`(at, id, ${amount})`, counts)})`;
      return nullable(`if(countIf(${counts}) <= ${SERIES_LENGTH}, ${all}, ${last}) / 10000`);
    }
    case 'days':
      return atMost(`uniqExactIf(floor((at + ${params.whole(offsetMs)}) / ${DAY_MS}), ${fits}${recent})`);
    case 'streak': {
      const dayOf = (time: string) => `floor((${time} + ${params.whole(offsetMs)}) / ${DAY_MS})`;
      const days = `arraySlice(arrayReverseSort(groupUniqArrayIf(${dayOf('at')}, ${fits})), 1, ${SERIES_LENGTH})`;
      return streakSql(days, dayOf(T), fact.today);
    }
    case 'unique': {
      const { kind, text, number } = events.value(fact.of, fact.filter);
      return atMost(`uniqExactIf((${kind}, ${text}, ${number}), ${fits}${recent} AND ${kind} >= ${KIND.string})`);
    }
    case 'first':
    case 'last': {
      if (fact.of === null) return nullable(`${fact.kind === 'first' ? 'min' : 'max'}OrNullIf(at, ${fits})`);
      const { kind, text, number } = events.value(fact.of, fact.filter);
      const from = fact.takesBack ? KIND.null : KIND.other;
      const pick = (what: string) =>
        `${fact.kind === 'first' ? 'argMinIf' : 'argMaxIf'}(${what}, (at, id), ${fits} AND ${kind} >= ${from})`;
      const value = { string: `entry.2`, number: `entry.3`, boolean: `CAST(entry.3, 'Bool')` }[fact.type];
      return `arrayMap(entry -> if(entry.1 = ${isOf[fact.type]}, ${value}, NULL), [${pick(`(${kind}, ${text}, ${number})`)}])[1]`;
    }
    case 'recency':
      return nullable(`(${T} - maxOrNullIf(at, ${fits})) / ${DAY_MS}`);
    case 'age':
      return nullable(`(${T} - minOrNullIf(at, ${fits})) / ${DAY_MS}`);
    case 'nth':
      return nullable(
        fact.n === 1
          ? `minOrNullIf(at, ${fits})`
          : `if(countIf(${fits}) >= ${params.whole(fact.n)}, arraySort(groupArrayIf(at, ${fits}))[${params.whole(fact.n)}], NULL)`,
      );
    case 'returned':
      // Of equal times it does not matter which are the latest.
      return nullable(`arrayCount(step -> -step >= ${params.whole(fact.afterMs)},
        arrayDifference(arraySlice(arrayReverseSort(groupArrayIf(at, ${fits})), 1, ${SERIES_LENGTH})))`);
  }
}

/** @param days newest first and all different. */
function streakSql(days: string, today: string, onlyToday: boolean): string {
  // The n-th is n − 1 days before the first only where none is left out between.
  const inARow = `arrayCount((day, nth) -> day = (${days})[1] - nth + 1, ${days}, arrayEnumerate(${days}))`;
  return nullable(`if((${days})[1] >= ${today} - ${onlyToday ? 0 : 1}, ${inARow}, 0)`);
}

type RepeatedFact = Exclude<Fact, { readonly kind: 'sequence' }>;

/**
 * The value of a fact with `once`: of the latest entries, the first of each id and all without one. Of the n-th event, of all entries.
 *
 * @see src/lifecycle/fact.ts seriesOf
 */
function onceSql(
  fact: RepeatedFact,
  once: readonly string[],
  events: EventColumns,
  params: BoundParams,
  offsetMs: number,
): string {
  const fits = fitsSql(fact, events);
  const dayOf = (time: string) => `floor((${time} + ${params.whole(offsetMs)}) / ${DAY_MS})`;
  const { value, counts } = entrySql(fact, fits, dayOf('at'), events);
  const { kind, text, number } = events.value(once, fact.filter);
  const isWhole = `${number} = floor(${number}) AND abs(${number}) <= ${Number.MAX_SAFE_INTEGER}`;
  const id = `multiIf(${kind} = ${KIND.string}, ${text}, ${kind} = ${KIND.number} AND ${isWhole}, toString(toInt64(${number})), '')`;
  const idOfPlus = fact.kind === 'sum' && fact.minus ? `if(${events.fits(fact.minus)}, '', ${id})` : id;
  const entry = `(at, id, ${value}, ${idOfPlus})`;
  const series = fact.kind === 'nth' ? `arraySort(groupArrayIf(${entry}, ${counts}))` : latest(entry, counts);
  const firsts = `arrayMap(series -> arrayFilter((entry, nth) -> nth = 1 OR entry.4 = '',
    series, arrayEnumerateUniq(arrayMap(entry -> entry.4, series))), [${series}])[1]`;
  const recent =
    'withinMs' in fact && fact.withinMs !== null
      ? `arrayFilter(entry -> entry.1 > ${T} - ${params.whole(fact.withinMs)}, ${firsts})`
      : firsts;
  const values = `arrayDistinct(arrayMap(entry -> entry.3, ${recent}))`;
  /** Reads a member of the first or last entry; NULL if the fact has no entry. */
  const ofOne = (what: string, from: 1 | -1) => `arrayMap(entry -> ${what}, arraySlice(${firsts}, ${from}, 1))[1]`;
  switch (fact.kind) {
    case 'count':
      return nullable(`length(${recent})`);
    case 'sum':
      return nullable(`arraySum(entry -> entry.3, ${recent}) / 10000`);
    case 'days':
    case 'unique':
      return nullable(`length(${values})`);
    case 'streak':
      return streakSql(`arrayReverseSort(${values})`, dayOf(T), fact.today);
    case 'first':
    case 'last': {
      const from = fact.kind === 'first' ? 1 : -1;
      if (fact.of === null) return ofOne(nullable('entry.1'), from);
      const part = { string: '2', number: '3', boolean: '3' }[fact.type];
      const plain = `tupleElement(entry.3, ${part})`;
      const typed = fact.type === 'boolean' ? `CAST(${plain}, 'Bool')` : plain;
      return ofOne(`if(tupleElement(entry.3, 1) = ${isOf[fact.type]}, toNullable(${typed}), NULL)`, from);
    }
    case 'recency':
      return ofOne(nullable(`(${T} - entry.1) / ${DAY_MS}`), -1);
    case 'age':
      return ofOne(nullable(`(${T} - entry.1) / ${DAY_MS}`), 1);
    case 'returned':
      return nullable(
        `arrayCount(step -> step >= ${params.whole(fact.afterMs)}, arrayDifference(arrayMap(entry -> entry.1, ${firsts})))`,
      );
    case 'nth':
      return `arrayMap(entry -> ${nullable('entry.1')}, ${firsts})[${params.whole(fact.n)}]`;
  }
}

/** What is kept of an event beside its time and ids, and which events count. */
function entrySql(
  fact: RepeatedFact,
  fits: string,
  day: string,
  events: EventColumns,
): { readonly value: string; readonly counts: string } {
  if (fact.kind === 'days' || fact.kind === 'streak') return { value: day, counts: fits };
  if (!('of' in fact) || fact.of === null) return { value: '0', counts: fits };
  const { kind, text, number } = events.value(fact.of, fact.filter);
  if (fact.kind === 'sum')
    return { value: amountSql(fact, number, events), counts: `${fits} AND ${hasAmount(kind, number)}` };
  const from = fact.kind === 'unique' ? KIND.string : fact.takesBack ? KIND.null : KIND.other;
  return { value: `(${kind}, ${text}, ${number})`, counts: `${fits} AND ${kind} >= ${from}` };
}

type Sum = Extract<Fact, { readonly kind: 'sum' }>;

/** Whether an event is one of the fact's. */
function fitsSql(fact: RepeatedFact, events: EventColumns): string {
  const fits = events.fits(fact.filter);
  if (fact.kind !== 'sum' || !fact.minus) return fits;
  events.value(fact.of, fact.minus);
  return `(${fits} OR ${events.fits(fact.minus)})`;
}

/** Ten-thousandths, below 0 where they are subtracted. */
function amountSql(fact: Sum, number: string, events: EventColumns): string {
  const amount = `floor(${number} * 10000 + 0.5)`;
  return fact.minus ? `if(${events.fits(fact.minus)}, -${amount}, ${amount})` : amount;
}
const hasAmount = (kind: string, number: string): string => `${kind} = ${KIND.number} AND abs(${number}) <= 1e11`;

/** The latest of a person's entries by time and id, in that order. */
const latest = (entry: string, counts: string): string =>
  `arraySlice(arraySort(groupArrayIf(${entry}, ${counts})), -${SERIES_LENGTH})`;

const nullable = (sql: string): string => `toNullable(toFloat64(${sql}))`;
