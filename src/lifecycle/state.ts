/**
 * Where a person stands at a time: a pure function of their facts.
 */
import { fulfils, holds } from './logic.js';
import type { ConditionLeaf, Lifecycle, PersonLogic, Score } from './lifecycle.js';
import { factsAt, type PersonFacts } from './person.js';

/** What a signal gave, and why. */
export interface SignalPoints {
  readonly name: string;
  /** The fact's value, or whether the condition holds; null where it is missing. */
  readonly value: string | number | boolean | null;
  readonly points: number;
  /** What it could give. */
  readonly of: number;
}

export interface ScoreState {
  /** Points, to hundredths. */
  readonly score: number;
  readonly level: 'healthy' | 'warning';
  readonly signals: readonly SignalPoints[];
}

export interface MilestoneState {
  /** Epoch milliseconds. */
  readonly atMs: number;
  /** Whether it was reached after its goal. */
  readonly late: boolean;
}

export interface LifecycleState {
  /** The stage's id; null where none holds. */
  readonly stage: string | null;
  /** Those that are reached, by name. */
  readonly milestones: Readonly<Record<string, MilestoneState>>;
  /** The segments that the person is in, in the definition's order. */
  readonly segments: readonly string[];
  readonly health: ScoreState | null;
  readonly leadScore: ScoreState | null;
  /** From the first event, or the definition's `since`, to the first aha milestone, in milliseconds; null where there is none yet. */
  readonly timeToValueMs: number | null;
  /** The value of each fact of the definition; null for what is missing. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** What a play may ask for beside the person's own events. */
export interface Surroundings {
  /** The variant of an experiment; null for none. */
  readonly assigned: (experiment: string) => string | null;
  /** The page's path. */
  readonly path: string;
}

const NOWHERE: Surroundings = { assigned: () => null, path: '' };

/** Answers for conditions about one person at one time; asks nothing twice. */
export function askPerson(lifecycle: Lifecycle, person: PersonFacts, t: number, { assigned, path } = NOWHERE) {
  const fact = factsAt(lifecycle, person, t);
  let stage: string | null | undefined;
  const segments = new Map<string, boolean>();
  const ask = (leaf: ConditionLeaf): boolean => {
    if ('fact' in leaf) return fulfils(fact(leaf.fact), leaf.compare);
    if ('milestone' in leaf) return fact(`$milestone:${leaf.milestone}`) !== null;
    if ('stage' in leaf) return stageNow() === leaf.stage;
    if ('segment' in leaf) return inSegment(leaf.segment);
    if ('assigned' in leaf) return assigned(leaf.assigned) === leaf.variant;
    return fitsPath(leaf.url, path);
  };
  const check = (logic: PersonLogic): boolean => holds(logic, ask);
  const inSegment = (name: string): boolean => {
    let inside = segments.get(name);
    if (inside === undefined) {
      const segment = lifecycle.segments.find((one) => one.name === name);
      inside = segment !== undefined && check(segment.when);
      segments.set(name, inside);
    }
    return inside;
  };
  const stageNow = (): string | null => {
    if (stage === undefined) {
      stage = null;
      // The last that holds.
      for (const { id, enter, exit } of lifecycle.stages) if (check(enter) && !(exit && check(exit))) stage = id;
    }
    return stage;
  };
  return { fact, check, stage: stageNow, inSegment };
}

/** `/reports/*`: `*` stands for anything, everything else for itself. Linear in the path for each star. */
export function fitsPath(pattern: string, path: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === path;
  if (!path.startsWith(head)) return false;
  const tail = rest.pop()!;
  let at = head.length;
  for (const part of rest) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return path.length - tail.length >= at && path.endsWith(tail);
}

export type Asked = ReturnType<typeof askPerson>;

const hundredths = (points: number): number => Math.floor(points * 100 + 0.5);

function scoreAt({ signals, warnBelow }: Score, { fact, check }: Asked): ScoreState {
  let sum = 0;
  const told = signals.map((signal): SignalPoints => {
    const value = 'when' in signal ? check(signal.when) : fact(signal.fact);
    let share = Number(value === true);
    if ('fact' in signal) {
      const { from, to } = signal;
      share = typeof value === 'number' ? Math.min(1, Math.max(0, (value - from) / (to - from))) : 0;
    }
    const points = hundredths(share * signal.points);
    sum += points;
    return { name: signal.name, value, points: points / 100, of: signal.points };
  });
  const score = sum / 100;
  return { score, level: warnBelow !== null && score < warnBelow ? 'warning' : 'healthy', signals: told };
}

/** Where the person stands at t, epoch milliseconds. */
export function stateAt(lifecycle: Lifecycle, person: PersonFacts, t: number): LifecycleState {
  const asked = askPerson(lifecycle, person, t);
  const { fact, stage, inSegment } = asked;
  const startMs = fact('$start') as number | null;
  const milestones: Record<string, MilestoneState> = {};
  let ahaAtMs: number | null = null;
  for (const { name, fact: at, withinMs, aha } of lifecycle.milestones) {
    const atMs = fact(at) as number | null;
    if (atMs === null) continue;
    milestones[name] = { atMs, late: withinMs !== null && startMs !== null && atMs - startMs > withinMs };
    if (aha && (ahaAtMs === null || atMs < ahaAtMs)) ahaAtMs = atMs;
  }
  const { health, leadScore, definition } = lifecycle;
  return {
    stage: stage(),
    milestones,
    segments: Object.keys(definition.segments ?? {}).filter(inSegment),
    health: health && scoreAt(health, asked),
    leadScore: leadScore && scoreAt(leadScore, asked),
    timeToValueMs: ahaAtMs === null || startMs === null ? null : Math.max(0, ahaAtMs - startMs),
    facts: Object.fromEntries(Object.keys(definition.facts ?? {}).map((name) => [name, fact(name)])),
  };
}
