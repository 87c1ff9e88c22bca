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

test('each has a number above the one before', () => {
  const versions = migrations.map((step) => step.version);
  expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
});

test('a new folder gets them all, in order; a second start has nothing to do', async () => {
  expect(await migrate(client)).toEqual([
    'events',
    'rejected_events',
    'forgotten',
    'stages',
    'referrals',
    'robots_and_times',
    'kinds_of_ids',
    'mended_days',
    'referral_figures',
    'erasures',
    'health_checks',
    'time_index',
  ]);
  expect(await migrate(client)).toEqual([]);
  expect((await tables()).map((table) => table.name)).toEqual([
    'computed_days',
    'erasures',
    'events',
    'forgotten',
    'health_checks',
    'mended_days',
    'person_stage_changes',
    'referral_clicks',
    'referral_facts',
    'referral_owners',
    'rejected_events',
    'schema_migrations',
    'user_browsers',
  ]);
});

test('a store from before referral figures were kept has them, each once, and the kinds of ids told apart', async () => {
  for (const { name } of await tables()) await client.command({ query: `DROP TABLE ${name} SYNC` });
  await migrate(client, migrations.slice(0, 6));
  const insert = (table: string, values: readonly object[]) => client.insert({ table, values, format: 'JSONEachRow' });
  const event = { project_id: 'p', type: 'track', event: 'A', ts: 1, ts_adj: 2, received_at: 1 };
  const properties = JSON.stringify({ referral_code: 'code-user' });
  await insert('events', [
    { ...event, message_id: '1', user_id: 'user', anonymous_id: 'browser' },
    { ...event, message_id: '2', user_id: '', anonymous_id: 'visitor' },
    { ...event, message_id: '3', user_id: 'both', anonymous_id: '', event: 'Activation Milestone Reached' },
    { ...event, message_id: '4', user_id: '', anonymous_id: 'both' },
    { ...event, message_id: '5', user_id: '', anonymous_id: 'b5', event: 'Referral Link Opened', properties },
    { ...event, message_id: '6', user_id: 'both', anonymous_id: '', event: 'Referral Attributed', properties },
  ]);
  const ids = ['user', 'visitor', 'both', 'nobody'];
  await insert(
    'referral_codes',
    ids.map((owner_id) => ({ project_id: 'p', code: `code-${owner_id}`, owner_id, created_at: 1 })),
  );
  const rows = async (query: string) => (await client.query({ query, format: 'JSONEachRow' })).json();
  // A step may have been cut off before it was recorded.
  for (let time = 0; time < 2; time++) {
    await migrate(client);
    expect(
      await rows('SELECT owner_id AS id, owner_is_user AS is_user FROM referral_owners FINAL ORDER BY id'),
    ).toEqual([
      { id: 'both', is_user: true },
      { id: 'nobody', is_user: true },
      { id: 'user', is_user: true },
      { id: 'visitor', is_user: false },
    ]);
    expect(await rows('SELECT code, event FROM referral_facts FINAL ORDER BY message_id')).toEqual([
      { code: 'code-user', event: 'Referral Link Opened' },
      { code: 'code-user', event: 'Referral Attributed' },
    ]);
    expect(
      await rows('SELECT user_id AS user, anonymous_id AS browser, has_begun FROM user_browsers FINAL ORDER BY user'),
    ).toEqual([
      { user: 'both', browser: '', has_begun: 1 },
      { user: 'user', browser: 'browser', has_begun: 0 },
    ]);
    await client.command({ query: 'DELETE FROM schema_migrations WHERE version >= 9 SETTINGS mutations_sync = 2' });
  }
  await migrate(client);
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
  expect(await migrate(client)).toEqual([
    'forgotten',
    'stages',
    'referrals',
    'robots_and_times',
    'kinds_of_ids',
    'mended_days',
    'referral_figures',
    'erasures',
    'health_checks',
    'time_index',
  ]);
});

test('a folder of a newer version is refused with the remedy', async () => {
  await expect(migrate(client, migrations.slice(0, 1))).rejects.toThrow(/store-newer.*--data/);
});
