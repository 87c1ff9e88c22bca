/** Files of the store are damaged while the collector is stopped: it starts, goes on, and says what is missing. */
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AS_READER, startCollector } from '../test/helpers/start-collector.js';
import { postBatch } from './test-support/post-batch.js';
import { sampleEvent } from './test-support/sample-event.js';
import { tempFolder } from './test-support/temp-folder.js';

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));

/** The folder of a stopped store in which 3 events of January and 2 of February are, in a part each. */
async function storeOfTwoParts(): Promise<{ readonly dataDir: string; readonly january: string }> {
  const dataDir = tempFolder();
  const collector = await startCollector({ dataDir });
  for (const [month, count] of [
    ['01', 3],
    ['02', 2],
  ] as const) {
    const timestamp = `2026-${month}-10T10:00:00.000Z`;
    expect(
      await postBatch(
        collector.url,
        Array.from({ length: count }, () => sampleEvent({ timestamp })),
      ),
    ).not.toBeNull();
  }
  expect(await collector.stop()).toBe(0);
  return { dataDir, january: filesIn(dataDir).find((path) => /\/202601_\w+$/.test(path))! };
}

test.each([
  ['ends too early', (part: string) => truncateSync(join(part, 'data.bin'), 10)],
  ['is gone', (part: string) => rmSync(join(part, 'data.bin'))],
  [
    'holds other bytes',
    (part: string) => {
      const bytes = readFileSync(join(part, 'data.bin'));
      writeFileSync(join(part, 'data.bin'), bytes.fill(7, 30, 60));
    },
  ],
])(
  'a file that %s: the rest is there, and the loss is told at start, in /healthz and in a report',
  async (_how, damage) => {
    const { dataDir, january } = await storeOfTwoParts();
    damage(january);
    const collector = await startCollector({ dataDir });
    expect(collector.output()).toMatch(/store-damaged: 3 rows of events .*202601/);
    const told = async (path: string) =>
      (await fetch(`${collector.url}${path}`, { headers: AS_READER })).json() as Promise<object>;
    expect(await told('/healthz')).toMatchObject({ ok: true, damaged: { parts: 1, rows: 3 } });
    expect(await told('/v1/reports/damage')).toMatchObject({ parts: [{ table: 'events', rows: 3 }] });
    const { rows } = (await told('/v1/reports/events')) as { rows: { count: number }[] };
    expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(2);
    expect(await postBatch(collector.url, [sampleEvent()])).toMatchObject({ accepted: 1 });
    await collector.stop();
  },
);

test('how many rows are lost is not made up where that is lost too', async () => {
  const { dataDir, january } = await storeOfTwoParts();
  rmSync(join(january, 'count.txt'));
  const collector = await startCollector({ dataDir });
  expect(await (await fetch(`${collector.url}/healthz`)).json()).toMatchObject({ damaged: { parts: 1, rows: null } });
  await collector.stop();
});

test('a table whose file was deleted is named, with what to do', async () => {
  const { dataDir } = await storeOfTwoParts();
  for (const path of filesIn(dataDir)) if (path.endsWith('/events.sql')) rmSync(path, { force: true });
  await expect(startCollector({ dataDir })).rejects.toThrow(/store-incomplete: .* has no table events.*put a backup/s);
});
