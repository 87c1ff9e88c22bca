import { mkdirSync } from 'node:fs';
import { totalmem } from 'node:os';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { createChdbConnection } from './engines/chdb-connection.js';
import { storeTime, type EventRow, type RejectedRow } from './event-row.js';
import { createEraser, ERASABLE } from './eraser.js';
import { createErasureQueue } from './erasure-queue.js';
import { createEventWriter, seenId, type Written } from './event-writer.js';
import { damagedParts, partOf, type DamagedPart } from './damaged-parts.js';
import { rememberHealth, type Health } from './health.js';
import { PATIENT, QUERY_MEMORY_BYTES, QUERY_WITHIN_MS, TooSlowError, type QueryLimits } from './query-limits.js';
import { createForgotten, type Tombstone } from './forgotten.js';
import { createGroupCommit } from './group-commit.js';
import { isDiskFull } from './is-disk-full.js';
import { migrate } from './migrate.js';
import { createUserBrowsers, referralFacts } from './referral-figures.js';
import { openReferralCodes, type ReferralCodes } from './referral-codes.js';
import { createFileRewriter } from './rewrite-files.js';
import { createSeenIds } from './seen-ids.js';
import type { StoreMeter } from './store-meter.js';

/** Where events are kept and figures come from. */
export interface Store {
  /** Resolves when all rows are on disk, or known to be there already. */
  writeEvents(rows: readonly EventRow[], sizeBytes: number): Promise<Written>;
  writeRejected(rows: readonly RejectedRow[]): Promise<void>;
  /**
   * @throws {TooSlowError} when the answer, and its turn before, takes longer than the limit: `QUERY_WITHIN_MS` unless told.
   * @param sql a fixed text: what a caller sends stands in it as `{name:Type}` and comes in `params`.
   */
  query<Row>(sql: string, params?: Readonly<Record<string, unknown>>, limits?: QueryLimits): Promise<Row[]>;
  /** A statement that changes what is derived from events: `INSERT … SELECT`, `ALTER … DELETE`. */
  run(sql: string, params?: Readonly<Record<string, unknown>>): Promise<void>;
  /** As `query`, row by row, for answers of any size; the limit is until the first. */
  stream<Row>(sql: string, params?: Readonly<Record<string, unknown>>, limits?: QueryLimits): AsyncIterable<Row>;
  readonly referralCodes: ReferralCodes;
  /** Erases what a browser sent and keeps it away; resolves with how many events were stored until then, when no query shows them any more. */
  forget(projectId: string, anonymousId: string): Promise<number>;
  /** Erases a person by any of their ids; resolves with how many events were stored until then. */
  erasePerson(projectId: string, id: string, followAliases: boolean): Promise<number>;
  /** How the store is, as it was found out in the last seconds; rejects when it does not answer or cannot write. */
  health(): Promise<Health>;
  /** What was set aside for damage. */
  damaged(): Promise<DamagedPart[]>;
  /** From now on rows are committed as they come: for the end, when requests are waited for and no others will come. */
  hurry(): void;
  /** Commits what waits, then lets go of the folder. */
  close(): Promise<void>;
}

export interface OpenStoreOptions {
  /** Made if it is not there. */
  readonly path: string;
  /** How long an event may wait for others, so that they are committed together. Default 100. */
  readonly lingerMs?: number;
  /** Absolute path of the only folder in which the engine may write backups. Default: it may write none. */
  readonly backupsFolder?: string;
  readonly meter?: StoreMeter;
  /** How long erased rows may stay in their files, hidden, so that these are rewritten for many at once. Default ten minutes. */
  readonly rewriteAfterMs?: number;
  /** Told of what fails behind all requests. */
  readonly onFailure?: (error: unknown) => void;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Told of every part that is set aside for damage, at start and later. */
  readonly onDamage?: (part: Pick<DamagedPart, 'table' | 'part' | 'rows'>) => void;
}

const DAY_SECONDS = 86_400;

/**
 * Writes down which rows are gone and touches no file: 50–100 ms among 500,000 events, also while the engine merges. The other mode
 * rewrites a column of every part, and a later deletion in such a part fails (`_row_exists` not found, engine 26.7.2): never mix them.
 */
const HIDE = "lightweight_delete_mode = 'lightweight_update_force'";

/**
 * Opens the store, brings its schema up to date and learns the ids of the last day.
 *
 * @throws {Error} when the folder cannot be made, is held by another process, or was written by a newer version.
 */
export async function openStore({
  path,
  lingerMs = 100,
  backupsFolder,
  meter,
  rewriteAfterMs = 10 * 60_000,
  onFailure = () => {},
  now = Date.now,
  onDamage = () => {},
}: OpenStoreOptions): Promise<Store> {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const client = createClient({
    // Its messages quote rows, and rows are what people did.
    log: { level: ClickHouseLogLevel.OFF },
    connection: createChdbConnection({
      path,
      // The engine takes the whole machine for its own unless it is told otherwise.
      engineArgs: [
        `--max_server_memory_usage=${engineMemoryBytes()}`,
        '--mark_cache_size=268435456',
        // The largest lifecycle definition, written as one statement: its text, and segments that stand on segments.
        '--max_query_size=16777216',
        '--max_parser_depth=10000',
        '--max_subquery_depth=1000',
        ...(backupsFolder === undefined ? [] : [`--backups.allowed_path=${backupsFolder}`]),
      ],
    }),
  });

  const ask = (sql: string, params: Readonly<Record<string, unknown>>, abort_signal: AbortSignal) =>
    client.query({
      query: sql,
      query_params: { ...params },
      format: 'JSONEachRow',
      abort_signal,
      clickhouse_settings: { max_memory_usage: String(QUERY_MEMORY_BYTES) },
    });

  /** Sets aside the part that a query could not read, so that the next one can; the same error, or why it took too long. */
  async function explained(error: unknown, signal: AbortSignal): Promise<unknown> {
    if (signal.aborted) return new TooSlowError('The store did not answer in time.');
    await setAside(error);
    return error;
  }

  async function setAside(error: unknown): Promise<boolean> {
    const damaged = partOf(error);
    if (damaged === null) return false;
    await run(`ALTER TABLE ${damaged.table} DETACH PART {part:String}`, { part: damaged.part });
    const found = (await damagedParts(query)).find(
      ({ table, part }) => table === damaged.table && part === damaged.part,
    );
    onDamage(found ?? { ...damaged, rows: null });
    return true;
  }

  async function query<Row>(
    sql: string,
    params: Readonly<Record<string, unknown>> = {},
    { withinMs = QUERY_WITHIN_MS }: QueryLimits = {},
  ): Promise<Row[]> {
    const signal = AbortSignal.timeout(withinMs);
    try {
      return await (await ask(sql, params, signal)).json<Row>();
    } catch (error) {
      throw await explained(error, signal);
    }
  }

  async function run(sql: string, params: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await client.command({ query: sql, query_params: { ...params } });
  }

  async function* stream<Row>(
    sql: string,
    params: Readonly<Record<string, unknown>> = {},
    { withinMs = QUERY_WITHIN_MS }: QueryLimits = {},
  ): AsyncGenerator<Row> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), withinMs);
    try {
      const result = await ask(sql, params, deadline.signal).finally(() => clearTimeout(timer));
      for await (const rows of result.stream<Row>()) for (const row of rows) yield row.json();
    } catch (error) {
      throw await explained(error, deadline.signal);
    }
  }

  const insert = (table: string) => async (values: readonly object[]) => {
    await client.insert({
      table,
      values: [...values],
      format: 'JSONEachRow',
      // One wrong clock, or a bulk import, may touch more months than ClickHouse's default of 100 allows.
      clickhouse_settings: { max_partitions_per_insert_block: '0' },
    });
  };
  /** For what no request waits for, and what may not be left half done. */
  const patientQuery = <Row>(sql: string, params?: Readonly<Record<string, unknown>>) =>
    query<Row>(sql, params, PATIENT);

  const userBrowsers = createUserBrowsers();
  const hide = (table: string, where: string, params: Readonly<Record<string, unknown>>) =>
    run(`DELETE FROM ${table} WHERE ${where} SETTINGS ${HIDE}`, params).finally(userBrowsers.clear);

  /** Reads, and again without the parts that turn out to be damaged. */
  async function readPastDamage<T>(read: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await read();
      } catch (error) {
        if (!(await setAside(error))) throw error;
      }
    }
  }

  const seen = createSeenIds();
  const forgotten = createForgotten();
  let version = '';
  let referralCodes: ReferralCodes;
  try {
    await migrate(client);
    [{ version }] = (await query<{ version: string }>('SELECT version() AS version')) as [{ version: string }];
    for (const part of await damagedParts(query)) onDamage(part);
    await readPastDamage(async () => {
      const seenLately = await client.query({
        query: `SELECT project_id, message_id FROM events WHERE received_at >= now64(3) - INTERVAL ${DAY_SECONDS} SECOND`,
        format: 'JSONCompactEachRow',
      });
      for await (const rows of seenLately.stream<[string, string]>()) {
        for (const row of rows) seen.add(seenId(...row.json()));
      }
    });
    const tombstones = await query<Tombstone>(
      `SELECT project_id, id_digest, toString(max(forgotten.forgotten_at)) AS forgotten_at, max(forgotten.for_ever) AS for_ever
      FROM forgotten GROUP BY project_id, id_digest`,
    );
    tombstones.forEach((one) => forgotten.add(one));
    const stored = stream<{ code: string; projectId: string }>(
      'SELECT code, project_id AS projectId FROM referral_owners',
    );
    referralCodes = await openReferralCodes({
      ask: query,
      insert: insert('referral_owners'),
      hide,
      stored,
      now,
    });
  } catch (error) {
    await client.close();
    throw error;
  }

  /** What is derived goes first, for each of its rows counts once however often it is stored: an event is never there without it. */
  async function insertEvents(rows: readonly EventRow[]): Promise<void> {
    const facts = referralFacts(rows);
    if (facts.length > 0) await insert('referral_facts')(facts);
    const news = userBrowsers.news(rows);
    if (news.length > 0) await insert('user_browsers')(news);
    userBrowsers.remember(news);
    await insert('events')(rows);
  }

  const events = createEventWriter({
    insert(rows) {
      const fromMs = performance.now();
      return insertEvents(rows).finally(() => meter?.observeCommit((performance.now() - fromMs) / 1_000));
    },
    seen,
    isForgotten: (row) => forgotten.covers(row),
    lingerMs,
  });
  meter?.watchQueue(() => events.queued());
  const rejected = createGroupCommit<readonly RejectedRow[], true>({
    lingerMs,
    isShared: isDiskFull,
    async commit(requests) {
      const rows = requests.flat().filter((row) => !forgotten.coversBrowser(row.project_id, row.anonymous_id));
      if (rows.length > 0) await insert('rejected_events')(rows);
      return requests.map(() => true);
    },
  });

  const eraser = createEraser({
    ask: patientQuery,
    hide,
    keep: insert('forgotten'),
    queue: createErasureQueue({ ask: patientQuery, insert: insert('erasures'), alter: run }),
    files: createFileRewriter({ ask: patientQuery, alter: run, tables: ERASABLE }),
    rewriteAfterMs,
    forgotten,
    codes: referralCodes,
    settled: () => Promise.all([events.settled(), rejected.settled()]),
    now,
    onFailure,
  });
  eraser.resume();

  return {
    writeEvents: (rows, sizeBytes) => events.write(rows, sizeBytes),
    async writeRejected(rows) {
      if (rows.length > 0)
        await rejected.add(
          rows,
          rows.length,
          rows.reduce((sum, row) => sum + row.raw.length, 0),
        );
    },
    query,
    run,
    stream,
    referralCodes,
    forget: (projectId, anonymousId) => eraser.forget(projectId, anonymousId),
    erasePerson: eraser.erasePerson,
    health: rememberHealth({
      async check() {
        await insert('health_checks')([{ checked_at: storeTime(now()) }]);
        return { engine: `chdb ${version}`, damaged: await damagedParts(query) };
      },
    }),
    damaged: () => damagedParts(query),
    hurry() {
      events.hurry();
      rejected.hurry();
      eraser.hurry();
    },
    async close() {
      await Promise.all([events.close(), rejected.close(), eraser.close()]);
      await client.close();
    },
  };
}

/** Half of the machine, and never less than the gigabyte that a report may need. */
function engineMemoryBytes(): number {
  return Math.max(1024 ** 3, Math.floor(totalmem() / 2));
}
