/**
 * Deletes what is older than a project keeps it, in small steps, so that it can be stopped between two of them and goes on there.
 */
import { stringLiteral } from '../store/sql-literal.js';
import type { Store } from '../store/open-store.js';

/** How many months each project keeps; null: each that has no number of its own. */
export type RetentionMonths = ReadonlyMap<string | null, number>;

/** What one step has deleted. */
export interface RetentionStep {
  readonly project: string;
  readonly table: string;
  /** Of the engine; `all` where the table has one only. */
  readonly partition: string;
  readonly rows: number;
}

export interface RetentionKeeper {
  /** Deletes what is too old in one partition of one table; null where nothing is. */
  step(): Promise<RetentionStep | null>;
  /** Steps until nothing is left, looks again every so often, and stops between two steps; that resolves when none is under way. */
  start(everyMs: number): { stop(): Promise<void> };
}

export interface RetentionKeeperOptions {
  readonly store: Pick<Store, 'query' | 'run'>;
  /** All there are. */
  readonly projects: readonly string[];
  readonly months: RetentionMonths;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onStep: (step: RetentionStep) => void;
  readonly onFailure: (error: unknown) => void;
}

/**
 * What is too old, by table. A change of stage stays while it is the last one before the time and the person is still there: who has
 * stayed in a stage for longer than the months must not be lost from it.
 */
const TOO_OLD: Readonly<Record<string, string>> = {
  events: 'ts_adj < {until:DateTime64(3)}',
  rejected_events: 'received_at < {until:DateTime64(3)}',
  referral_facts: 'at < {until:DateTime64(3)}',
  user_browsers: `first_at < {until:DateTime64(3)}
    AND user_id NOT IN (SELECT user_id FROM events WHERE project_id = {project:String} AND user_id != '')`,
  referral_clicks: 'day < toDate({until:DateTime64(3)})',
  person_stage_changes: `at < {until:DateTime64(3)} AND (definition_hash, person_id, at) NOT IN (
    SELECT definition_hash, person_id, max(at) FROM person_stage_changes
    WHERE project_id = {project:String} AND at < {until:DateTime64(3)}
    GROUP BY definition_hash, person_id HAVING argMax(is_there, (at, ver)))`,
};

interface Part {
  readonly partition: string;
  readonly part: string;
  readonly tooOld: number;
  readonly rows: number | null;
}

export function createRetentionKeeper({
  store,
  projects,
  months,
  now,
  onStep,
  onFailure,
}: RetentionKeeperOptions): RetentionKeeper {
  async function stepOf(project: string, table: string, until: string): Promise<RetentionStep | null> {
    const params = { project, until };
    const where = `project_id = {project:String} AND ${TOO_OLD[table]!}`;
    const parts = await store.query<Part>(
      `SELECT _partition_id AS partition, _part AS part, toUInt32(count()) AS tooOld FROM ${table}
      WHERE ${where} GROUP BY partition, part ORDER BY partition`,
      params,
    );
    const [oldest] = parts;
    if (oldest === undefined) return null;
    const { partition } = oldest;
    const concerned = parts.filter((one) => one.partition === partition);
    const whole = new Map(
      (
        await store.query<{ part: string; rows: number }>(
          `SELECT name AS part, toUInt32(rows) AS rows FROM system.parts
          WHERE database = currentDatabase() AND table = {table:String} AND active AND partition_id = {partition:String}`,
          { table, partition },
        )
      ).map(({ part, rows }) => [part, rows]),
    );
    // A part never changes: one that holds nothing else can go without being read. What comes in meanwhile is another part.
    const doomed = concerned.filter(({ part, tooOld }) => whole.get(part) === tooOld);
    for (const { part } of doomed) await dropPart(table, part);
    if (doomed.length < concerned.length) {
      await store.run(
        `ALTER TABLE ${table} DELETE IN PARTITION ID ${stringLiteral(partition)} WHERE ${where} SETTINGS mutations_sync = 2`,
        params,
      );
    }
    return { project, table, partition, rows: concerned.reduce((sum, { tooOld }) => sum + tooOld, 0) };
  }

  /** A part that was merged meanwhile is gone; what became of it is looked at in the next step. */
  async function dropPart(table: string, part: string): Promise<void> {
    try {
      await store.run(`ALTER TABLE ${table} DROP PART ${stringLiteral(part)}`);
    } catch (error) {
      if ((error as { code?: unknown }).code !== NO_SUCH_PART) throw error;
    }
  }

  async function step(): Promise<RetentionStep | null> {
    for (const project of projects) {
      const kept = months.get(project) ?? months.get(null);
      if (kept === undefined) continue;
      for (const table of Object.keys(TOO_OLD)) {
        const done = await stepOf(project, table, monthsBefore(now(), kept));
        if (done === null) continue;
        onStep(done);
        return done;
      }
    }
    return null;
  }

  return {
    step,
    start(everyMs) {
      let stopped = false;
      let timer: NodeJS.Timeout | undefined;
      let round = Promise.resolve();
      const next = () => {
        round = step()
          .catch((error: unknown) => {
            onFailure(error);
            return null;
          })
          .then((done) => {
            if (!stopped) timer = setTimeout(next, done === null ? everyMs : 0).unref();
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

/** ClickHouse: NO_SUCH_DATA_PART. */
const NO_SUCH_PART = '232';

/** The start of the day so many months ago, in UTC, as the engine reads it; of a month without such a day, its last. */
export function monthsBefore(atMs: number, months: number): string {
  const at = new Date(atMs);
  const year = at.getUTCFullYear();
  const month = at.getUTCMonth() - months;
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = new Date(Date.UTC(year, month, Math.min(at.getUTCDate(), days)));
  return `${day.toISOString().slice(0, 10)} 00:00:00.000`;
}
