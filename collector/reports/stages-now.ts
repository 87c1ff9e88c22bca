/**
 * How many people are in each stage now: everybody is looked at, which takes seconds where there are millions of events, and so not
 * more often than that is worth.
 */
import type { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { personSql } from '../lifecycle/person-sql.js';
import { PEOPLE_SETTINGS } from '../lifecycle/person-states.js';
import type { Store } from '../store/open-store.js';
import { PATIENT } from '../store/query-limits.js';
import { REPORT_SETTINGS } from './report-params.js';

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
      PATIENT,
    );
    return { atMs: nowMs, people: new Map(rows.map(({ stage, n }) => [stage, n])) };
  };

/** What a project's stages were at the end of the last day that was looked at; null where none was. */
export type KeptStages = (project: string, lifecycle: Lifecycle) => Promise<StagesNow | null>;

/** Reads what the keeper of stages keeps of each person: no event is looked at. */
export const keptStages =
  (store: Pick<Store, 'query'>): KeptStages =>
  async (project, { hash }) => {
    const rows = await store.query<{ stage: string; n: number; at: number }>(
      `WITH (SELECT max(at) FROM computed_days WHERE project_id = {project:String} AND definition_hash = {hash:String}) AS end
      SELECT last.1 AS stage, toUInt32(count()) AS n, toUnixTimestamp64Milli(assumeNotNull(any(end))) AS at FROM (
        SELECT argMax((toString(stage), is_there), at) AS last FROM person_stage_changes FINAL
        WHERE project_id = {project:String} AND definition_hash = {hash:String} AND at <= end GROUP BY person_id
      ) WHERE last.2 GROUP BY stage ${REPORT_SETTINGS}, output_format_json_quote_64bit_integers = 0`,
      { project, hash },
    );
    const [first] = rows;
    return first ? { atMs: first.at, people: new Map(rows.map(({ stage, n }) => [stage, n])) } : null;
  };

/** An answer is good for so many times as long as it took, and at least for a minute. */
const WORTH = 20;
const LEAST_MS = 60_000;
/** An answer that is older than that is waited for like the first. */
const STALE_MS = 10 * 60_000;

/** What `rememberStages` does when nothing has been counted yet, or nothing for long. */
export interface Impatience {
  readonly kept: KeptStages;
  /** Resolves when the one who asks has waited long enough for a count. */
  readonly tired: () => Promise<void>;
}

/**
 * Answers with what was counted last, and counts again behind it when that has grown old: a dashboard that is looked at all day
 * costs a twentieth of one core at most. Whoever asks first, or first after ten minutes, waits for the count. Where that takes too
 * long, they are answered with the last count or with the end of the last day, whichever is later.
 *
 * @param elapsedMs milliseconds that only grow.
 */
export function rememberStages(count: CountStages, elapsedMs: () => number, { kept, tired }: Impatience): CountStages {
  const known = new Map<
    string,
    { last: StagesNow | null; lastMs: number; untilMs: number; counting: Promise<StagesNow> | null }
  >();
  return (project, lifecycle, nowMs) => {
    const key = `${project}\n${lifecycle.hash}`;
    const entry = known.get(key) ?? { last: null, lastMs: 0, untilMs: 0, counting: null };
    known.set(key, entry);
    const startedMs = elapsedMs();
    if (!entry.counting && (!entry.last || startedMs >= entry.untilMs)) {
      entry.counting = count(project, lifecycle, nowMs)
        .then((counted) => {
          const endedMs = elapsedMs();
          entry.lastMs = startedMs;
          entry.untilMs = endedMs + Math.max(LEAST_MS, WORTH * (endedMs - startedMs));
          return (entry.last = counted);
        })
        .finally(() => (entry.counting = null));
      // Whoever is answered without this count does not hear that it failed.
      entry.counting.catch(() => {});
    }
    const { last, counting } = entry;
    if (last && (!counting || startedMs - entry.lastMs <= STALE_MS)) return Promise.resolve(last);
    const insteadOfWaiting = tired().then(async () => {
      const day = await kept(project, lifecycle).catch(() => null);
      return (last && day && last.atMs > day.atMs ? last : (day ?? last)) ?? counting!;
    });
    return Promise.race([counting!, insteadOfWaiting]);
  };
}
