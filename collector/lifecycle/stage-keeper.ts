/**
 * Keeps the stages that people were in at each day's end, so that a report about months need not read every event.
 *
 * A day that is over is looked at once, everybody together, and what has changed since the day before is kept. Events that come late
 * for a day that was looked at, and people whose rows are gone, are looked at again from the day of their first event that was new.
 */
import { DAY_MS } from '../../src/lifecycle/duration.js';
import type { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import type { Store } from '../store/open-store.js';
import type { Lifecycles } from './lifecycles.js';
import { personSql, type PersonSql } from './person-sql.js';
import { PEOPLE_SETTINGS } from './person-states.js';
import { whoseEventSql } from '../store/whose-event-sql.js';

export interface StageKeeper {
  /** Brings all projects up to the last day that is over; one round at a time. */
  keepUp(): Promise<void>;
  /** Keeps up from now on, every so often, until it is stopped; that resolves when nothing is under way. */
  start(everyMs: number): { stop(): Promise<void> };
}

export interface StageKeeperOptions {
  readonly store: Pick<Store, 'query' | 'run'>;
  readonly lifecycles: Lifecycles;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onFailure: (error: unknown) => void;
}

/** An event may be received and not be stored yet for so long: one of that time may be late. */
const UNSETTLED_MS = 10 * 60_000;

/**
 * How many days are kept: three years. What happened before is part of what the first of them shows. Without a bound, one event of
 * 1970 would have everybody looked at for 20,000 days.
 */
const KEPT_DAYS = 1_100;

/** People who are looked at again together. */
const MAX_PEOPLE = 10_000;

const OF_DEFINITION = 'project_id = {project:String} AND definition_hash = {hash:String}';
const ERASED = `UNION ALL SELECT person, fromUnixTimestamp64Milli(min(at), 'UTC') AS at FROM (${whoseEventSql()})
  WHERE person NOT IN (SELECT person_id FROM person_stage_changes WHERE ${OF_DEFINITION}) GROUP BY person`;
const SOME = 'person IN {people:Array(String)}';
const time = (param: string) => `fromUnixTimestamp64Milli({${param}:Int64}, 'UTC')`;

/** What came late: when it was received, and the days that were looked at before. Epoch milliseconds. */
interface Late {
  readonly receivedFromMs: number;
  readonly receivedUntilMs: number;
  readonly lastMs: number;
  readonly earliestMs: number;
}

/** The last millisecond of the last day that is over. */
export const lastDayEnd = (lifecycle: Lifecycle, nowMs: number): number => dayStart(lifecycle, nowMs) - 1;

/** The last day's end that is not after a time. */
export const dayEndUntil = (lifecycle: Lifecycle, atMs: number): number => dayStart(lifecycle, atMs + 1) - 1;

const dayStart = ({ offsetMs }: Lifecycle, atMs: number): number =>
  Math.floor((atMs + offsetMs) / DAY_MS) * DAY_MS - offsetMs;

export function createStageKeeper({ store, lifecycles, now, onFailure }: StageKeeperOptions): StageKeeper {
  const compiled = new Map<string, { readonly all: PersonSql; readonly some: PersonSql }>();
  /** The erasures that were known when people without rows were last looked for, and whether that was right after the last of them. */
  const searched = new Map<string, { readonly erasures: string; readonly isSettled: boolean }>();
  let stopped = false;

  async function keepProject(project: string, lifecycle: Lifecycle): Promise<void> {
    const { hash } = lifecycle;
    let sql = compiled.get(hash);
    if (!sql) compiled.set(hash, (sql = { all: personSql(lifecycle), some: personSql(lifecycle, SOME) }));
    const of = { project, hash };
    const nowMs = now();
    const untilMs = lastDayEnd(lifecycle, nowMs);
    const [done] = await store.query<{ at: number; received: number }>(
      `SELECT toUnixTimestamp64Milli(at) AS at, toUnixTimestamp64Milli(received_until) AS received
      FROM computed_days FINAL WHERE ${OF_DEFINITION} SETTINGS output_format_json_quote_64bit_integers = 0`,
      of,
    );
    const [first] = await store.query<{ at: number; n: number }>(
      `SELECT toUnixTimestamp64Milli(min(ts_adj)) AS at, toUInt32(count()) AS n FROM events
      WHERE project_id = {project:String} AND ts_adj <= ${time('until')} SETTINGS output_format_json_quote_64bit_integers = 0`,
      { project, until: untilMs },
    );
    let receivedMs = nowMs - UNSETTLED_MS;
    const earliestMs = untilMs - (KEPT_DAYS - 1) * DAY_MS;
    const note = (atMs: number) =>
      store.run(
        `INSERT INTO computed_days SELECT {project:String}, {hash:String}, ${time('at')}, ${time('received')}, ${time('now')}`,
        { ...of, at: atMs, received: receivedMs, now: nowMs },
      );

    if (done) {
      // To look for people without rows is to look at every event: only an erasure takes rows away, and it may be under way.
      const erasures = await erasuresOf(project);
      const last = searched.get(hash + project);
      const isNew = last?.erasures !== erasures;
      const late = { receivedFromMs: done.received, receivedUntilMs: receivedMs, lastMs: done.at, earliestMs };
      receivedMs = await mend(of, lifecycle, sql.some, late, isNew || !last.isSettled);
      if (stopped) return;
      searched.set(hash + project, { erasures, isSettled: !isNew });
    }
    if (!first || first.n === 0) return;
    const nextMs = done ? done.at + DAY_MS : Math.max(earliestMs, dayStart(lifecycle, first.at) + DAY_MS - 1);
    for (let atMs = nextMs; atMs <= untilMs && !stopped; atMs += DAY_MS) {
      await computeDay(of, sql.all, atMs, '1', {});
      await note(atMs);
    }
    if (done && nextMs > untilMs && receivedMs > done.received) await note(done.at);
  }

  /** Changes with each erasure in a project. */
  async function erasuresOf(project: string): Promise<string> {
    const [all] = await store.query<{ state: string }>(
      'SELECT concat(toString(count()), toString(max(forgotten_at))) AS state FROM forgotten WHERE project_id = {project:String}',
      { project },
    );
    return all!.state;
  }

  /**
   * Computes again the days of people with late events and, if `withErased`, of people whose rows were erased. Goes day by day and
   * notes each finished day, so that a stopped keeper resumes there.
   *
   * @returns until when what was received has been looked at.
   */
  async function mend(
    of: { readonly project: string; readonly hash: string },
    lifecycle: Lifecycle,
    sql: PersonSql,
    { receivedFromMs, receivedUntilMs, lastMs, earliestMs }: Late,
    withErased: boolean,
  ): Promise<number> {
    const params = { ...of, t: lastMs, received: receivedFromMs };
    const [begun] = await store.query<{ at: number; until: number }>(
      `SELECT toUnixTimestamp64Milli(at) AS at, toUnixTimestamp64Milli(received_until) AS until FROM mended_days FINAL
      WHERE ${OF_DEFINITION} AND received_from = ${time('received')} SETTINGS output_format_json_quote_64bit_integers = 0`,
      params,
    );
    const untilMs = begun?.until ?? receivedUntilMs;
    /** Notes the progress. `fromMs` 0 says that all days are done: nothing was received before 1970. */
    const noteMended = (fromMs: number, until: number, at: number) =>
      store.run(
        `INSERT INTO mended_days SELECT {project:String}, {hash:String}, ${time('received')}, ${time('until')}, ${time('at')}, ${time('now')}`,
        { ...of, received: fromMs, until, at, now: now() },
      );
    const late = `project_id = {project:String} AND received_at > ${time('received')} AND ts_adj <= ${time('t')}`;
    if (!withErased) {
      // By the index alone: mostly there is none, and to look at who is concerned is dear.
      const [any] = await store.query<{ n: number }>(`SELECT toUInt32(count()) AS n FROM events WHERE ${late}`, params);
      if (any!.n === 0) return untilMs;
    }
    // A late event may move those without a user id from one person to another: everybody who was at its browser is concerned.
    const concerned = await store.query<{ person: string; at: number }>(
      `WITH late AS (SELECT user_id, anonymous_id, ts_adj FROM events FINAL WHERE ${late}),
        shared AS (
          SELECT DISTINCT user_id, anonymous_id FROM events
          WHERE project_id = {project:String} AND user_id != '' AND anonymous_id IN (SELECT anonymous_id FROM late WHERE anonymous_id != '')
        )
      SELECT person, toUnixTimestamp64Milli(min(at)) AS at FROM (
        SELECT user_id AS person, ts_adj AS at FROM late
        UNION ALL SELECT anonymous_id AS person, ts_adj AS at FROM late
        UNION ALL SELECT shared.user_id AS person, late.ts_adj AS at FROM late INNER JOIN shared ON late.anonymous_id = shared.anonymous_id
        ${withErased ? ERASED : ''}
      ) WHERE person != '' GROUP BY person ORDER BY at
      ${PEOPLE_SETTINGS}, output_format_json_quote_64bit_integers = 0`,
      params,
    );
    const [earliest] = concerned;
    if (earliest === undefined) return untilMs;
    const firstMs = begun ? begun.at + DAY_MS : Math.max(earliestMs, dayStart(lifecycle, earliest.at) + DAY_MS - 1);
    for (let atMs = firstMs; atMs <= lastMs; atMs += DAY_MS) {
      const next = concerned.findIndex(({ at }) => at > atMs);
      const people = concerned.slice(0, next === -1 ? undefined : next).map(({ person }) => person);
      for (let from = 0; from < people.length; from += MAX_PEOPLE) {
        if (stopped) return untilMs;
        const some = { people: people.slice(from, from + MAX_PEOPLE) };
        await computeDay(of, sql, atMs, 'person_id IN {people:Array(String)}', some);
      }
      await noteMended(receivedFromMs, untilMs, atMs);
    }
    await noteMended(0, untilMs, lastMs);
    return untilMs;
  }

  /** Keeps who has another stage at the end of a day than at the end of the one before. */
  async function computeDay(
    of: { readonly project: string; readonly hash: string },
    { sql, params }: PersonSql,
    atMs: number,
    whom: string,
    people: { readonly people?: readonly string[] },
  ): Promise<void> {
    const rows = `${OF_DEFINITION} AND ${whom}`;
    const all = { ...params, ...of, ...people, t: atMs, now: now() };
    const [there] = await store.query<{ n: number }>(
      `SELECT toUInt32(count()) AS n FROM person_stage_changes WHERE ${rows} AND at = ${time('t')}`,
      all,
    );
    if (there!.n > 0) {
      const deletion = `ALTER TABLE person_stage_changes DELETE WHERE ${rows} AND at = ${time('t')} SETTINGS mutations_sync = 2`;
      await store.run(deletion, all);
    }
    await store.run(
      `INSERT INTO person_stage_changes
      SELECT {project:String}, {hash:String}, person_id, ${time('t')}, if(is_there, stage, ''), toBool(is_there), ${time('now')} FROM (
        SELECT person_id, argMax(toString(both.stage), is_new) AS stage, max(is_new) AS is_there,
          min(is_new) = max(is_new) OR argMax(toString(both.stage), is_new) != argMin(toString(both.stage), is_new) AS is_other
        FROM (
          SELECT person AS person_id, stage, 1 AS is_new FROM (${sql})
          UNION ALL
          SELECT person_id, argMax(toString(changes.stage), at) AS stage, 0 AS is_new
          FROM person_stage_changes AS changes FINAL WHERE ${rows} AND at < ${time('t')}
          GROUP BY person_id HAVING argMax(is_there, at)
        ) AS both GROUP BY person_id
      ) WHERE is_other ${PEOPLE_SETTINGS}`,
      all,
    );
  }

  async function keepUp(): Promise<void> {
    for (const [project, lifecycle] of lifecycles) {
      if (!stopped) await keepProject(project, lifecycle).catch(onFailure);
    }
  }

  return {
    keepUp,
    start(everyMs) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let round = Promise.resolve();
      const next = () => {
        round = keepUp().then(() => {
          if (!stopped) timer = setTimeout(next, everyMs).unref();
        });
      };
      next();
      return {
        stop() {
          stopped = true;
          clearTimeout(timer);
          return round;
        },
      };
    },
  };
}
