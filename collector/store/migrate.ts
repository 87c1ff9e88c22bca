import type { ClickHouseClient } from '@clickhouse/client';
import { DURABLE } from './migrations/durable.js';
import { events } from './migrations/0001-events.js';
import { rejectedEvents } from './migrations/0002-rejected-events.js';
import { forgotten } from './migrations/0003-forgotten.js';
import { stages } from './migrations/0004-stages.js';
import { referrals } from './migrations/0005-referrals.js';
import { robotsAndTimes } from './migrations/0006-robots-and-times.js';
import { kindsOfIds } from './migrations/0007-kinds-of-ids.js';
import { mendedDays } from './migrations/0008-mended-days.js';
import { referralFigures } from './migrations/0009-referral-figures.js';
import { erasures } from './migrations/0010-erasures.js';
import { healthChecks } from './migrations/0011-health-checks.js';
import { timeIndex } from './migrations/0012-time-index.js';

/** One step of the schema. A released one is never changed: what must change becomes the next. */
export interface Migration {
  /** Each above the one before. */
  readonly version: number;
  readonly name: string;
  /** Run in order; each does nothing when it has been done, for a step may have been cut off before it was recorded. */
  readonly statements: readonly string[];
}

export const migrations: readonly Migration[] = [
  events,
  rejectedEvents,
  forgotten,
  stages,
  referrals,
  robotsAndTimes,
  kindsOfIds,
  mendedDays,
  referralFigures,
  erasures,
  healthChecks,
  timeIndex,
];

/** The last step that this version knows. */
export const SCHEMA = migrations.at(-1)!.version;

/**
 * Brings the store's schema up to date: runs what is not recorded in `schema_migrations`, in order, and records it.
 *
 * @returns the names of the steps that were run; none when it was up to date.
 * @throws {Error} `store-newer` when the store has steps that this version does not know.
 */
export async function migrate(client: ClickHouseClient, steps: readonly Migration[] = migrations): Promise<string[]> {
  await client.command({
    query: `CREATE TABLE IF NOT EXISTS schema_migrations (
      version UInt32, name String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
    ) ENGINE = ReplacingMergeTree ORDER BY version SETTINGS ${DURABLE}`,
  });
  const result = await client.query({
    query: 'SELECT max(version) AS version FROM schema_migrations',
    format: 'JSONEachRow',
  });
  const [row] = await result.json<{ version: number }>();
  const done = row?.version ?? 0;
  const known = steps.at(-1)?.version ?? 0;
  if (done > known) {
    throw new Error(
      `store-newer: the data folder has schema ${done}, this collector knows up to ${known}; start the newer version, or name another folder with --data.`,
    );
  }
  const applied: string[] = [];
  for (const { version, name, statements } of steps.filter((step) => step.version > done)) {
    for (const query of statements) await client.command({ query });
    await client.insert({
      table: 'schema_migrations',
      columns: ['version', 'name'],
      values: [{ version, name }],
      format: 'JSONEachRow',
    });
    applied.push(name);
  }
  return applied;
}
