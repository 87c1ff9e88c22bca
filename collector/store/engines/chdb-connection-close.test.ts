import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { expect, test } from 'vitest';
import { tempFolder } from '../../test-support/temp-folder.js';
import { createChdbConnection } from './chdb-connection.js';

test('closing ends what is being read, and the folder can be opened again', async () => {
  const path = tempFolder();
  const open = () =>
    createClient({ connection: createChdbConnection({ path }), log: { level: ClickHouseLogLevel.OFF } });
  const client = open();
  await client.command({ query: 'CREATE TABLE kept (n UInt8) ENGINE = MergeTree ORDER BY n' });

  const begun = await client.query({ query: 'SELECT number FROM numbers(50000000)', format: 'JSONEachRow' });
  // Nobody reads this one.
  await client.query({ query: 'SELECT number FROM numbers(50000000)', format: 'JSONEachRow' });
  const reading = begun.text().catch((error: unknown) => error);
  const endless = client
    .query({ query: 'SELECT count() FROM numbers(100000000000) WHERE sipHash64(number) = 1' })
    .catch((error: unknown) => error);
  await client.close();
  expect(await reading).toBeInstanceOf(Error);
  expect(await endless).toBeInstanceOf(Error);
  await expect(client.query({ query: 'SELECT 1' })).rejects.toThrow('closed');

  const again = open();
  expect(await (await again.query({ query: 'SHOW TABLES', format: 'JSONEachRow' })).json()).toEqual([{ name: 'kept' }]);
  await again.close();
});
