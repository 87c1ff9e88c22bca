import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { makeTempFolder } from '../test-support/temp-folder.js';
import { createChdbConnection } from './engines/chdb-connection.js';
import { migrate, migrations } from './migrate.js';

const folder = makeTempFolder();
const client = createClient({
  connection: createChdbConnection({ path: folder }),
  log: { level: ClickHouseLogLevel.OFF },
});

afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function tables(): Promise<{ name: string; ddl: string }[]> {
  const answer = await client.query({
    query: 'SELECT name, create_table_query AS ddl FROM system.tables WHERE database = currentDatabase() ORDER BY name',
    format: 'JSONEachRow',
  });
  return answer.json();
}

test('their numbers run from 1 without gaps', () => {
  expect(migrations.map((step) => step.version)).toEqual(migrations.map((_, index) => index + 1));
});

test('a new folder gets them all, in order; a second start has nothing to do', async () => {
  expect(await migrate(client)).toEqual([
    'events',
    'rejected_events',
    'forgotten',
    'stages',
    'referrals',
    'robots_and_times',
  ]);
  expect(await migrate(client)).toEqual([]);
  expect((await tables()).map((table) => table.name)).toEqual([
    'computed_days',
    'events',
    'forgotten',
    'person_stage_changes',
    'referral_clicks',
    'referral_codes',
    'rejected_events',
    'schema_migrations',
  ]);
});

test('every table is written through to the disk, merges included', async () => {
  for (const { name, ddl } of await tables()) {
    for (const setting of [
      'fsync_after_insert = 1',
      'fsync_part_directory = 1',
      'min_rows_to_fsync_after_merge = 1',
      'min_compressed_bytes_to_fsync_after_merge = 1',
      'max_suspicious_broken_parts = 100000',
    ]) {
      expect(ddl, name).toContain(setting);
    }
  }
});

test('the sort key of events holds nothing that a repeat may change', async () => {
  const ddl = (await tables()).find((table) => table.name === 'events')?.ddl;
  expect(ddl).toContain('ORDER BY (project_id, anonymous_id, ts, message_id)');
  expect(ddl).toContain('ReplacingMergeTree(ver)');
});

test('a step that was cut off before it was recorded is run again', async () => {
  await client.command({ query: 'DELETE FROM schema_migrations WHERE version >= 3 SETTINGS mutations_sync = 2' });
  expect(await migrate(client)).toEqual(['forgotten', 'stages', 'referrals', 'robots_and_times']);
});

test('a folder of a newer version is refused with the remedy', async () => {
  await expect(migrate(client, migrations.slice(0, 1))).rejects.toThrow(/store-newer.*--data/);
});
