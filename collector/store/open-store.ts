import { mkdirSync } from 'node:fs';
import { totalmem } from 'node:os';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { createChdbConnection } from './engines/chdb-connection.js';
import type { EventRow, RejectedRow } from './event-row.js';
import { createEraser, ERASABLE } from './eraser.js';
import { createErasureQueue, type ErasureRow } from './erasure-queue.js';
import { createEventWriter, seenId, type Written } from './event-writer.js';
import { createForgotten, type Tombstone } from './forgotten.js';
import { createGroupCommit } from './group-commit.js';
import { isDiskFull } from './is-disk-full.js';
import { migrate } from './migrate.js';
import { createFileRewriter } from './rewrite-files.js';
import { createSeenIds } from './seen-ids.js';

/** Where events are kept and figures come from. */
export interface Store {
  /** Resolves when all rows are on disk, or known to be there already. */
  writeEvents(rows: readonly EventRow[], sizeBytes: number): Promise<Written>;
  writeRejected(rows: readonly RejectedRow[]): Promise<void>;
  /**
   * @param sql a fixed text: what a caller sends stands in it as `{name:Type}` and comes in `params`.
   */
  query<Row>(sql: string, params?: Readonly<Record<string, unknown>>): Promise<Row[]>;
  /** A statement that changes what is derived from events: `INSERT … SELECT`, `ALTER … DELETE`. */
  run(sql: string, params?: Readonly<Record<string, unknown>>): Promise<void>;
  /** As `query`, row by row, for answers of any size. */
  stream<Row>(sql: string, params?: Readonly<Record<string, unknown>>): AsyncIterable<Row>;
  /** Erases what a browser sent and keeps it away; resolves with how many events were stored until then, when no query shows them any more. */
  forget(projectId: string, anonymousId: string): Promise<number>;
  /** Erases a person by any of their ids; resolves with how many events were stored until then. */
  erasePerson(projectId: string, id: string, followAliases: boolean): Promise<number>;
  /** The engine's name and version, once it has answered a query; rejects when it does not. */
  engine(): Promise<string>;
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
  /** How long erased rows may stay in their files, hidden, so that these are rewritten for many at once. Default ten minutes. */
  readonly rewriteAfterMs?: number;
  /** Told of what fails behind all requests. */
  readonly onFailure?: (error: unknown) => void;
  /** Epoch milliseconds. */
  readonly now?: () => number;
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
  rewriteAfterMs = 10 * 60_000,
  onFailure = () => {},
  now = Date.now,
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
      ],
    }),
  });

  async function query<Row>(sql: string, params: Readonly<Record<string, unknown>> = {}): Promise<Row[]> {
    const result = await client.query({ query: sql, query_params: { ...params }, format: 'JSONEachRow' });
    return result.json<Row>();
  }

  async function run(sql: string, params: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await client.command({ query: sql, query_params: { ...params } });
  }

  async function* stream<Row>(sql: string, params: Readonly<Record<string, unknown>> = {}): AsyncGenerator<Row> {
    const result = await client.query({ query: sql, query_params: { ...params }, format: 'JSONEachRow' });
    for await (const rows of result.stream<Row>()) for (const row of rows) yield row.json();
  }

  const seen = createSeenIds();
  const forgotten = createForgotten();
  let version = '';
  try {
    await migrate(client);
    [{ version }] = (await query<{ version: string }>('SELECT version() AS version')) as [{ version: string }];
    const stored = await client.query({
      query: `SELECT project_id, message_id FROM events WHERE received_at >= now64(3) - INTERVAL ${DAY_SECONDS} SECOND`,
      format: 'JSONCompactEachRow',
    });
    for await (const rows of stored.stream<[string, string]>()) {
      for (const row of rows) seen.add(seenId(...row.json()));
    }
    const tombstones = await query<Tombstone>(
      `SELECT project_id, id_digest, toString(max(forgotten.forgotten_at)) AS forgotten_at, max(forgotten.for_ever) AS for_ever
      FROM forgotten GROUP BY project_id, id_digest`,
    );
    tombstones.forEach((one) => forgotten.add(one));
  } catch (error) {
    await client.close();
    throw error;
  }

  const insert = (table: string) => async (values: readonly (EventRow | RejectedRow | Tombstone | ErasureRow)[]) => {
    await client.insert({
      table,
      values: [...values],
      format: 'JSONEachRow',
      // One wrong clock, or a bulk import, may touch more months than ClickHouse's default of 100 allows.
      clickhouse_settings: { max_partitions_per_insert_block: '0' },
    });
  };
  const events = createEventWriter({
    insert: insert('events'),
    seen,
    isForgotten: (row) => forgotten.covers(row),
    lingerMs,
  });
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
    ask: query,
    hide: (table, where, params) => run(`DELETE FROM ${table} WHERE ${where} SETTINGS ${HIDE}`, params),
    keep: insert('forgotten'),
    queue: createErasureQueue({ ask: query, insert: insert('erasures'), alter: run }),
    files: createFileRewriter({ ask: query, alter: run, tables: ERASABLE }),
    rewriteAfterMs,
    forgotten,
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
    forget: (projectId, anonymousId) => eraser.forget(projectId, anonymousId),
    erasePerson: eraser.erasePerson,
    async engine() {
      const ping = await client.ping({ select: true });
      if (!ping.success) throw ping.error;
      return `chdb ${version}`;
    },
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
