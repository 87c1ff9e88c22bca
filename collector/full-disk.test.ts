/** The disk of the store is full, for real: a small one is mounted. Where this user may not mount, this is skipped. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ErrorReply } from '../src/wire/batch.js';
import { AS_READER, startCollector } from '../test/helpers/start-collector.js';
import { postBatch } from './test-support/post-batch.js';
import { sampleEvent } from './test-support/sample-event.js';
import { smallDisk } from './test-support/small-disk.js';
import { withStore } from './test-support/with-store.js';

const disk = smallDisk(128);
afterAll(() => disk?.remove());
if (disk === null) process.stderr.write('full-disk: skipped, this user may not mount a disk.\n');

type Batch = readonly Readonly<Record<string, unknown>>[];

/** 300 KB that cannot be packed. */
const largeBatch = (): Batch =>
  Array.from({ length: 20 }, () => sampleEvent({ properties: { text: randomBytes(11_000).toString('base64') } }));

test.skipIf(disk === null)(
  'a full disk is answered with 503, nothing acknowledged is lost, reports go on, and it recovers when there is room',
  async () => {
    const { folder, fill, empty } = disk!;
    const dataDir = join(folder, 'data');
    const collector = await startCollector({ dataDir });
    const acknowledged: Batch[] = [];
    const post = (batch: Batch) =>
      fetch(`${collector.url}/v1/batch`, {
        method: 'POST',
        body: JSON.stringify({ batch, writeKey: 'test-key' }),
      });

    for (let i = 0; i < 20; i++) {
      const batch = largeBatch();
      expect((await post(batch)).status).toBe(200);
      acknowledged.push(batch);
    }
    // The engine wants a megabyte before it begins; what it begins with three, it may not be able to end.
    fill(3 * 1024 * 1024);
    const refused: Batch[] = [];
    while (refused.length < 20) {
      const batches = Array.from({ length: 20 }, largeBatch);
      await Promise.all(
        batches.map(async (batch) => {
          const response = await post(batch);
          if (response.ok) return acknowledged.push(batch);
          const { error } = (await response.json()) as ErrorReply;
          expect([response.status, response.headers.get('retry-after'), error.code]).toEqual([503, '30', 'store-full']);
          return refused.push(batch);
        }),
      );
    }
    fill(0);
    const health = async () => (await fetch(`${collector.url}/healthz`)).json() as Promise<object>;
    await expect.poll(health, { timeout: 30_000 }).toMatchObject({ ok: false, reason: 'store-full' });
    const report = await fetch(`${collector.url}/v1/reports/events`, { headers: AS_READER });
    expect(report.status).toBe(200);
    expect(collector.output()).toMatch(/NOT_ENOUGH_SPACE|No space left/);
    expect(collector.output()).not.toContain('properties');

    empty();
    await expect.poll(health, { timeout: 30_000 }).toMatchObject({ ok: true });
    for (const batch of refused) {
      const reply = await postBatch(collector.url, batch);
      expect(reply!.accepted + reply!.duplicates).toBe(batch.length);
      acknowledged.push(batch);
    }
    expect(await collector.stop()).toBe(0);

    // It also starts on a full disk, and has everything.
    fill(0);
    const again = await startCollector({ dataDir });
    expect((await fetch(`${again.url}/v1/reports/events`, { headers: AS_READER })).status).toBe(200);
    await again.kill();
    empty();
    const ids = acknowledged.flat().map((event) => event.messageId as string);
    const rows = await withStore(dataDir, (store) =>
      store.query<{ id: string; n: number }>('SELECT message_id AS id, toUInt32(count()) AS n FROM events GROUP BY id'),
    );
    process.stdout.write(`full disk: acked ${ids.length}, refused ${refused.length * 20} and sent again\n`);
    const stored = new Map(rows.map(({ id, n }) => [id, n]));
    expect(ids.filter((id) => stored.get(id) !== 1)).toEqual([]);
    expect(rows).toHaveLength(ids.length);
  },
);
