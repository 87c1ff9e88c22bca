import type { Lifecycle } from './lifecycle.js';
import type { LifecycleState } from './state.js';

/** What has been told of a person, so that each thing is told once. */
export interface Told {
  readonly milestones: readonly string[];
  readonly stage: string | null;
  readonly level: 'healthy' | 'warning' | null;
  readonly segments: readonly string[];
}

export const NOTHING_TOLD: Told = { milestones: [], stage: null, level: null, segments: [] };

/** Something that has become true: an event's name and its properties. */
export interface Report {
  readonly event: 'Activation Milestone Reached' | 'Stage Entered' | 'Health Changed';
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What is told from now on. What was told once stays told: a milestone is not taken back. */
export const tellOf = ({ stage, milestones, health, segments }: LifecycleState, told: Told): Told => ({
  stage,
  milestones: [...new Set([...told.milestones, ...Object.keys(milestones)])],
  level: health?.level ?? null,
  segments,
});

/** What a state says that has not been told. The first level of health is no change. */
export function reportsOf({ version, milestones }: Lifecycle, told: Told, state: LifecycleState): Report[] {
  const reports: Report[] = [];
  const add = (event: Report['event'], properties: Report['properties']): void =>
    void reports.push({ event, properties: { ...properties, definition_version: version } });
  for (const { name, aha } of milestones) {
    const reached = state.milestones[name];
    if (!reached || told.milestones.includes(name)) continue;
    add('Activation Milestone Reached', { milestone: name, aha, late: reached.late, reached_at: reached.atMs });
  }
  const { stage, health } = state;
  if (stage !== null && stage !== told.stage) add('Stage Entered', { stage, previous_stage: told.stage });
  if (health && told.level !== null && health.level !== told.level) {
    add('Health Changed', { level: health.level, previous_level: told.level, score: health.score });
  }
  return reports;
}
