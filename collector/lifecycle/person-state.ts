import type { Lifecycle, Score } from '../../src/lifecycle/lifecycle.js';
import type { LifecycleState, MilestoneState, ScoreState } from '../../src/lifecycle/state.js';
import { segmentColumn, type PersonSql } from './person-sql.js';

type Value = string | number | boolean | null;

/** A row of `personSql`. */
export type PersonRow = Readonly<Record<string, Value | readonly (number | boolean)[]>> & {
  readonly person: string;
  readonly stage: string;
};

/** A row as the state that the browser would tell: names in place of columns. */
export function personState(lifecycle: Lifecycle, { factColumns }: PersonSql, row: PersonRow): LifecycleState {
  const { definition, health, leadScore } = lifecycle;
  const fact = (name: string): Value => row[factColumns.get(name)!] as Value;
  const milestones: Record<string, MilestoneState> = {};
  lifecycle.milestones.forEach(({ name, fact: at }, index) => {
    const atMs = fact(at) as number | null;
    if (atMs !== null) milestones[name] = { atMs, late: row[`late${index}`] as boolean };
  });
  const inside = new Set(lifecycle.segments.filter((_, at) => row[segmentColumn(at)] === true).map(({ name }) => name));
  return {
    stage: row.stage === '' ? null : row.stage,
    milestones,
    segments: Object.keys(definition.segments ?? {}).filter((name) => inside.has(name)),
    health: health && scoreState(health, 'health', row, fact),
    leadScore: leadScore && scoreState(leadScore, 'lead', row, fact),
    timeToValueMs: row.time_to_value as number | null,
    facts: Object.fromEntries(Object.keys(definition.facts ?? {}).map((name) => [name, fact(name)])),
  };
}

function scoreState(
  { signals, warnBelow }: Score,
  name: string,
  row: PersonRow,
  fact: (name: string) => Value,
): ScoreState {
  const points = row[`${name}_points`] as readonly number[];
  const holds = row[`${name}_holds`] as readonly boolean[];
  const score = points.reduce((sum, hundredths) => sum + hundredths, 0) / 100;
  return {
    score,
    level: warnBelow !== null && score < warnBelow ? 'warning' : 'healthy',
    signals: signals.map((signal, at) => ({
      name: signal.name,
      value: 'when' in signal ? holds[at]! : fact(signal.fact),
      points: points[at]! / 100,
      of: signal.points,
    })),
  };
}
