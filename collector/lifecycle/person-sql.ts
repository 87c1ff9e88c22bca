/**
 * A lifecycle as one statement of SQL that tells of each person where they stand at t, as `stateAt` tells it in the browser.
 */
import type { Fact } from '../../src/lifecycle/fact.js';
import {
  typeOfFact,
  type ConditionLeaf,
  type Lifecycle,
  type PersonLogic,
  type Score,
} from '../../src/lifecycle/lifecycle.js';
import { leaves } from '../../src/lifecycle/logic.js';
import { createBoundParams, type BoundParams } from './bound-params.js';
import { createEventColumns } from './event-sql.js';
import { factSql } from './fact-sql.js';
import { compareSql, logicSql, type ValueSql } from './logic-sql.js';
import { whoseEventSql } from '../store/whose-event-sql.js';

export interface PersonSql {
  /** A statement with a row for each person: `person`, and columns that `personState` reads. Parameters: `project`, `t`, `params`. */
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The column of each fact. */
  readonly factColumns: ReadonlyMap<string, string>;
}

/** @param only a condition on `person`, for an answer about some. */
export function personSql(lifecycle: Lifecycle, only?: string): PersonSql {
  const params = createBoundParams();
  const events = createEventColumns(params);

  // Facts of one meaning are one column.
  const columnOfKey = new Map<string, string>();
  const factColumns = new Map<string, string>();
  const aggregates: string[] = [];
  for (const [name, fact] of lifecycle.facts) {
    // A checklist's own: no stage, segment or score asks for them.
    if (name.startsWith('$item')) continue;
    const key = lifecycle.keys.get(name)!;
    let column = columnOfKey.get(key);
    if (column === undefined) {
      columnOfKey.set(key, (column = `f${columnOfKey.size}`));
      aggregates.push(`${factSql(fact, events, params, lifecycle.offsetMs)} AS ${column}`);
    }
    factColumns.set(name, column);
  }
  const facts = `SELECT person, ${aggregates.join(', ')} FROM (${events.statement(whoseEventSql(only))}) GROUP BY person`;

  const column = (fact: string): string => factColumns.get(fact)!;
  const start = column('$start');
  const condition = conditionSql(lifecycle, column, params);
  const stageSql = lifecycle.stages.reduce((before, { id, enter, exit }) => {
    const inside = exit === null ? condition(enter) : `(${condition(enter)}) AND NOT (${condition(exit)})`;
    return `${inside}, ${params.text(id)}, ${before}`;
  }, `''`);

  // What asks for a segment or the stage comes a level above it: names are then columns, and nothing is written out twice.
  const asked = inLevels(lifecycle);
  const standing = asked.reduce((below, level) => {
    const columns = level.map((node) =>
      node === 'stage'
        ? `${lifecycle.stages.length > 0 ? `multiIf(${stageSql})` : stageSql} AS stage`
        : `toBool(${condition(lifecycle.segments[node]!.when)}) AS ${segmentColumn(node)}`,
    );
    return `SELECT *, ${columns.join(', ')} FROM (${below})`;
  }, facts);

  const late = lifecycle.milestones.map(
    ({ fact, withinMs }, at) =>
      `toBool(${withinMs === null ? '0' : `ifNull(${column(fact)} - ${start} > ${params.whole(withinMs)}, 0)`}) AS late${at}`,
  );
  const ahas = lifecycle.milestones.filter(({ aha }) => aha).map(({ fact }) => column(fact));
  const firstAha = `arrayReduce('minOrNull', [${ahas.join(', ')}])`;
  // NULL stays NULL: `greatest` would pass over it.
  const timeToValue = `${ahas.length > 0 ? `if(isNull(${firstAha}) OR isNull(${start}), NULL, greatest(0., ${firstAha} - ${start}))` : 'NULL'} AS time_to_value`;
  const scores = [
    ...scoreSql('health', lifecycle.health, condition, column, params),
    ...scoreSql('lead', lifecycle.leadScore, condition, column, params),
  ];
  const told = [...late, timeToValue, ...scores];
  return { sql: `SELECT *, ${told.join(', ')} FROM (${standing})`, params: params.values, factColumns };
}

export const segmentColumn = (at: number): string => `in${at}`;

/** Points of each signal in hundredths, and whether each condition of one holds. */
function scoreSql(
  name: string,
  score: Score | null,
  condition: (logic: PersonLogic) => string,
  column: (fact: string) => string,
  params: BoundParams,
): string[] {
  if (score === null) return [];
  const holds = score.signals.map((signal) => ('when' in signal ? `toBool(${condition(signal.when)})` : 'false'));
  const points = score.signals.map((signal, at) => {
    const most = params.number(signal.points);
    if ('when' in signal) return `floor(if(${name}_holds[${at + 1}], 1., 0.) * ${most} * 100 + 0.5)`;
    const [fact, from, to] = [column(signal.fact), params.number(signal.from), params.number(signal.to)];
    const share = `least(1., greatest(0., (assumeNotNull(${fact}) - ${from}) / (${to} - ${from})))`;
    return `floor(if(isNull(${fact}), 0., ${share}) * ${most} * 100 + 0.5)`;
  });
  return [`[${holds.join(', ')}] AS ${name}_holds`, `[${points.join(', ')}] AS ${name}_points`];
}

function conditionSql(
  lifecycle: Lifecycle,
  column: (fact: string) => string,
  params: BoundParams,
): (logic: PersonLogic) => string {
  const segmentAt = new Map(lifecycle.segments.map(({ name }, at) => [name, at]));
  const leaf = (asked: ConditionLeaf): string => {
    if ('fact' in asked)
      return compareSql(asked.compare, factValue(lifecycle.facts.get(asked.fact)!, column(asked.fact)), params);
    if ('milestone' in asked) return `isNotNull(${column(`$milestone:${asked.milestone}`)})`;
    if ('stage' in asked) return `stage = ${params.text(asked.stage)}`;
    if ('segment' in asked) return segmentColumn(segmentAt.get(asked.segment)!);
    // A variant that is assigned and a page's path: only plays ask for them, and only a browser plays.
    throw new TypeError(`Not to be asked of stored events: ${JSON.stringify(asked)}.`);
  };
  return (logic) => logicSql(logic, leaf);
}

function factValue(fact: Fact, column: string): ValueSql {
  const type = typeOfFact(fact);
  const exists = `isNotNull(${column})`;
  const value = `assumeNotNull(${column})`;
  return {
    exists,
    isText: type === 'string' ? exists : '0',
    text: value,
    isNumber: type === 'number' ? exists : '0',
    number: value,
    isTruth: type === 'boolean' ? exists : '0',
    truth: value,
  };
}

type Node = 'stage' | number;

/** The stage and the segments (by their place) so that each stands on a level above those that it asks for. */
function inLevels({ stages, segments }: Lifecycle): Node[][] {
  const segmentAt = new Map(segments.map(({ name }, at) => [name, at]));
  const ofStages = stages.flatMap(({ enter, exit }) => (exit ? [enter, exit] : [enter]));
  const askedBy = (node: Node): Node[] =>
    (node === 'stage' ? ofStages : [segments[node]!.when])
      .flatMap((logic) => [...leaves(logic)])
      .flatMap((leaf): Node[] => {
        if ('segment' in leaf) return [segmentAt.get(leaf.segment)!];
        return 'stage' in leaf ? ['stage'] : [];
      });
  const heights = new Map<Node, number>();
  const height = (node: Node): number => {
    const known = heights.get(node) ?? Math.max(0, ...askedBy(node).map((below) => height(below) + 1));
    heights.set(node, known);
    return known;
  };
  const levels: Node[][] = [];
  for (const node of ['stage' as const, ...segments.keys()]) (levels[height(node)] ??= []).push(node);
  return levels;
}
