import { expect, test } from 'vitest';
import { openTestStore } from '../test-support/open-test-store.js';
import { sampleRow } from '../test-support/sample-row.js';
import { meteredStore } from './metered-store.js';
import { createMetrics } from './metrics.js';

test('what the store refuses is counted by what it was, and refused all the same', async () => {
  const metrics = createMetrics('1.0.0');
  const store = meteredStore(await openTestStore(), metrics);
  await expect(store.query('SELECT nothing FROM nowhere')).rejects.toThrow();
  await expect(store.run('ALTER TABLE nowhere DROP COLUMN nothing')).rejects.toThrow();
  await expect(store.writeEvents([sampleRow({ ts: 'no time' })], 1)).rejects.toThrow();
  const errors = (await metrics.read()).split('\n').filter((line) => line.startsWith('ahaloop_store_errors_total{'));
  expect(errors.sort()).toEqual([
    'ahaloop_store_errors_total{operation="query"} 1',
    'ahaloop_store_errors_total{operation="run"} 1',
    'ahaloop_store_errors_total{operation="write-events"} 1',
  ]);
});
