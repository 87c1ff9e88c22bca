import type { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { dayEndUntil } from '../lifecycle/stage-keeper.js';
import type { Store } from '../store/open-store.js';
import { REPORT_SETTINGS, type TimeRange } from './report-params.js';
import { countStages, type CountStages } from './stages-now.js';

export interface StagesQuestion extends TimeRange {
  readonly project: string;
  readonly lifecycle: Lifecycle;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

export interface StageFigures {
  /** The stage's id; null for people in none. */
  readonly stage: string | null;
  readonly title: string | null;
  readonly now: number;
  /** At the last day's end that is not after it; null where that was not looked at, or not yet. */
  readonly atFrom: number | null;
  readonly atTo: number | null;
  /** Of those who are here at `to`, how many were elsewhere at `from`, or not there yet; and the other way round. */
  readonly movedIn: number | null;
  readonly movedOut: number | null;
}

export interface StageConversion {
  readonly from: string;
  readonly to: string;
  /** People who entered `from` in the range. */
  readonly entered: number;
  /** Of them, who later entered `to` in the range. */
  readonly converted: number;
  /** `converted / entered`, 0…1; null for nobody. */
  readonly share: number | null;
  /** Of those, half took no longer than this from entering the one to entering the other; in whole days, as stages are kept by day. */
  readonly medianMs: number | null;
}

export interface StagesReport {
  readonly report: 'stages';
  readonly project: string;
  readonly definition: { readonly version: number; readonly hash: string };
  /** ISO 8601; null is open: the beginning, and the last day that was looked at. */
  readonly from: string | null;
  readonly to: string | null;
  /** The days' ends that the figures are of, the last one that was looked at, and when `now` is. */
  readonly fromDayEnd: string | null;
  readonly toDayEnd: string | null;
  readonly lastDayEnd: string | null;
  readonly now: string;
  /** In the definition's order; people in no stage come last. */
  readonly stages: readonly StageFigures[];
  /** Of each stage to each that comes after it in the list. */
  readonly conversions: readonly StageConversion[];
}

const OF_DEFINITION = 'project_id = {project:String} AND definition_hash = {hash:String}';
const time = (param: string) => `fromUnixTimestamp64Milli({${param}:Int64}, 'UTC')`;
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** How many people are in each stage, who moved, and how many of those who entered one went on to another, and how fast. */
export async function stagesReport(
  store: Pick<Store, 'query'>,
  { project, lifecycle, nowMs, from, to }: StagesQuestion,
  count: CountStages = countStages(store),
): Promise<StagesReport> {
  const { hash, version } = lifecycle;
  const of = { project, hash };
  const now = await count(project, lifecycle, nowMs);
  const [known] = await store.query<{ last: number | null; first: number | null }>(
    `SELECT (SELECT toFloat64(maxOrNull(toUnixTimestamp64Milli(at))) FROM computed_days WHERE ${OF_DEFINITION}) AS last,
      (SELECT toFloat64(minOrNull(toUnixTimestamp64Milli(at))) FROM person_stage_changes WHERE ${OF_DEFINITION}) AS first`,
    of,
  );
  const last = known?.last ?? null;
  // Before the first day there was nobody, which is known as soon as any day is. A day that is over and was not looked at has no figure.
  const dayEnd = (date: Date | null, open: number): number | null => {
    if (last === null || date === null) return last === null ? null : Math.min(last, open);
    const asked = dayEndUntil(lifecycle, Math.min(date.getTime(), nowMs));
    return asked > last ? null : asked;
  };
  const fromMs = dayEnd(from, (known?.first ?? 0) - 1);
  const toMs = dayEnd(to, last ?? 0);
  const moves =
    fromMs === null || toMs === null
      ? null
      : await store.query<{ here: string; there: string; n: number }>(
          // '' for who is not there; else '=' and the stage, which may be none.
          `SELECT if(before.2, concat('=', before.1), '') AS here, if(after.2, concat('=', after.1), '') AS there,
            toUInt32(count()) AS n
          FROM (
            SELECT
              if(countIf(at <= ${time('from')}) = 0, ('', false), argMaxIf((toString(stage), is_there), at, at <= ${time('from')})) AS before,
              argMax((toString(stage), is_there), at) AS after
            FROM person_stage_changes FINAL WHERE ${OF_DEFINITION} AND at <= ${time('to')} GROUP BY person_id
          ) GROUP BY here, there ${REPORT_SETTINGS}`,
          { ...of, from: fromMs, to: toMs },
        );
  const ids: (string | null)[] = [...lifecycle.stages.map(({ id }) => id), null];
  const sum = (rows: readonly { n: number }[]): number => rows.reduce((total, { n }) => total + n, 0);
  const stages = ids.map((stage): StageFigures => {
    const key = `=${stage ?? ''}`;
    const of = (fits: (move: { here: string; there: string }) => boolean) => moves && sum(moves.filter(fits));
    return {
      stage,
      title: lifecycle.stages.find(({ id }) => id === stage)?.title ?? null,
      now: now.people.get(stage ?? '') ?? 0,
      atFrom: of(({ here }) => here === key),
      atTo: of(({ there }) => there === key),
      movedIn: of(({ here, there }) => there === key && here !== key),
      movedOut: of(({ here, there }) => here === key && there !== key),
    };
  });
  return {
    report: 'stages',
    project,
    definition: { version, hash },
    from: iso(from?.getTime() ?? null),
    to: iso(to?.getTime() ?? null),
    fromDayEnd: iso(fromMs),
    toDayEnd: iso(toMs),
    lastDayEnd: iso(last),
    now: new Date(now.atMs).toISOString(),
    stages,
    conversions:
      fromMs === null || toMs === null ? [] : await conversions(store, lifecycle, { ...of, from: fromMs, to: toMs }),
  };
}

async function conversions(
  store: Pick<Store, 'query'>,
  lifecycle: Lifecycle,
  params: { readonly project: string; readonly hash: string; readonly from: number; readonly to: number },
): Promise<StageConversion[]> {
  const ids = lifecycle.stages.map(({ id }) => id);
  // Of each person, when they first entered each stage in the range, and then each later one after that.
  const rows = await store.query<{ a: number; b: number; entered: number; converted: number; median: number | null }>(
    `WITH entries AS (
      SELECT person_id, indexOf({ids:Array(String)}, stage) AS place, at FROM person_stage_changes FINAL
      WHERE ${OF_DEFINITION} AND is_there AND stage != '' AND at > ${time('from')} AND at <= ${time('to')}
    ),
    people AS (SELECT person_id, groupArray((place, toUnixTimestamp64Milli(at))) AS all FROM entries GROUP BY person_id)
    SELECT a, b, toUInt32(count()) AS entered, toUInt32(countIf(then > 0)) AS converted,
      if(converted = 0, NULL, quantileExactInclusiveIf(0.5)(then - since, then > 0)) AS median
    FROM (
      SELECT a, b, arrayMin(entry -> entry.2, arrayFilter(entry -> entry.1 = a, all)) AS since,
        arrayFilter(entry -> entry.1 = b AND entry.2 > since, all) AS later,
        if(empty(later), 0, arrayMin(entry -> entry.2, later)) AS then
      FROM people
      ARRAY JOIN arrayDistinct(arrayMap(entry -> toUInt16(entry.1), all)) AS a
      ARRAY JOIN arrayMap(place -> toUInt16(place), range(a + 1, {stages:UInt16} + 1)) AS b
    )
    GROUP BY a, b ${REPORT_SETTINGS}`,
    { ...params, ids, stages: ids.length },
  );
  return ids.flatMap((from, at) =>
    ids.slice(at + 1).map((to, step): StageConversion => {
      const row = rows.find(({ a, b }) => a === at + 1 && b === at + 2 + step);
      const { entered = 0, converted = 0, median = null } = row ?? {};
      return { from, to, entered, converted, share: entered === 0 ? null : converted / entered, medianMs: median };
    }),
  );
}
