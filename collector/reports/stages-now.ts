/**
 * How many people are in each stage now: everybody is looked at, which takes seconds where there are millions of events, and so not
 * more often than that is worth.
 */
import type { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { personSql } from '../lifecycle/person-sql.js';
import { PEOPLE_SETTINGS } from '../lifecycle/person-states.js';
import type { Store } from '../store/open-store.js';

export interface StagesNow {
  /** When it was so, epoch milliseconds. */
  readonly atMs: number;
  /** By stage; '' for people in none. */
  readonly people: ReadonlyMap<string, number>;
}

/** Counts. Of two at the same time for the same project, one looks. */
export type CountStages = (project: string, lifecycle: Lifecycle, nowMs: number) => Promise<StagesNow>;

/** Looks each time. */
export const countStages =
  (store: Pick<Store, 'query'>): CountStages =>
  async (project, lifecycle, nowMs) => {
    const { sql, params } = personSql(lifecycle);
    const rows = await store.query<{ stage: string; n: number }>(
      `SELECT stage, toUInt32(count()) AS n FROM (${sql}) GROUP BY stage ${PEOPLE_SETTINGS}`,
      { ...params, project, t: nowMs },
    );
    return { atMs: nowMs, people: new Map(rows.map(({ stage, n }) => [stage, n])) };
  };

/** An answer is good for so many times as long as it took, and at least for a minute. */
const WORTH = 20;
const LEAST_MS = 60_000;

/**
 * Answers with what was counted last, and counts again behind it when that has grown old: a dashboard that is looked at all day
 * costs a twentieth of one core at most, and waits once.
 *
 * @param elapsedMs milliseconds that only grow.
 */
export function rememberStages(count: CountStages, elapsedMs: () => number): CountStages {
  const known = new Map<string, { last: StagesNow | null; untilMs: number; counting: Promise<StagesNow> | null }>();
  return (project, lifecycle, nowMs) => {
    const key = `${project}\n${lifecycle.hash}`;
    const entry = known.get(key) ?? { last: null, untilMs: 0, counting: null };
    known.set(key, entry);
    const startedMs = elapsedMs();
    if (!entry.counting && (!entry.last || startedMs >= entry.untilMs)) {
      entry.counting = count(project, lifecycle, nowMs)
        .then((counted) => {
          const endedMs = elapsedMs();
          entry.untilMs = endedMs + Math.max(LEAST_MS, WORTH * (endedMs - startedMs));
          return (entry.last = counted);
        })
        .finally(() => (entry.counting = null));
      // Whoever is answered with the last count does not wait for this one, nor hear that it failed.
      if (entry.last) entry.counting.catch(() => {});
    }
    return entry.last ? Promise.resolve(entry.last) : entry.counting!;
  };
}
