/**
 * The collector killed with SIGKILL among batches that it acknowledges, and started again on the same folder, over and over.
 * Senders do what the SDK does: what was not acknowledged is sent again, with the same ids, until it is.
 *
 * `npm run test:kill` runs 30 rounds; KILL_ROUNDS says how many.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startCollector, type RunningCollector } from '../test/helpers/start-collector.js';
import { postBatch } from './test-support/post-batch.js';
import { sampleEvent } from './test-support/sample-event.js';
import { tempFolder } from './test-support/temp-folder.js';
import { withStore } from './test-support/with-store.js';
import { tombstone } from './store/forgotten.js';

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 2);
const SENDERS = 8;

type Batch = readonly Readonly<Record<string, unknown>>[];

const idsOf = (batches: readonly Batch[]) => batches.flat().map((event) => event.messageId as string);
const newBatch = (): Batch => Array.from({ length: 20 }, () => sampleEvent());

/** Sends from several senders, first what is owed, until the collector is killed after `kills` acknowledgements. */
async function killedAmongBatches(collector: RunningCollector, owed: readonly Batch[], kills: number) {
  const due = [...owed];
  const acknowledged: Batch[] = [];
  const unacknowledged: Batch[] = [];
  let duplicates = 0;
  let killed: Promise<void> | undefined;
  let gone = false;
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      while (!gone) {
        const batch = due.pop() ?? newBatch();
        const reply = await postBatch(collector.url, batch);
        if (reply === null) {
          gone = true;
          unacknowledged.push(batch);
        } else {
          acknowledged.push(batch);
          duplicates += reply.duplicates;
        }
        // No sender waits here: the others' batches are on their way, being stored, or being answered.
        // A few milliseconds are no wait for a fact: they let the kill hit any moment of a commit.
        if (acknowledged.length >= kills) killed ??= wait(randomInt(0, 12)).then(() => collector.kill());
      }
    }),
  );
  await killed;
  return { acknowledged, owed: [...due, ...unacknowledged], duplicates };
}

test(
  `killed ${ROUNDS} times: what was acknowledged is there once, what was not and is sent again is stored once`,
  { timeout: 60_000 + ROUNDS * 30_000 },
  async () => {
    const dataDir = tempFolder();
    const args = ['--linger-ms', '5'];
    const acknowledged: Batch[] = [];
    let owed: readonly Batch[] = [];
    let resent = 0;
    let duplicates = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const collector = await startCollector({ dataDir, args });
      const came = await killedAmongBatches(collector, owed, owed.length + randomInt(1, 200));
      acknowledged.push(...came.acknowledged);
      duplicates += came.duplicates;
      ({ owed } = came);
      resent += owed.length;
    }
    const last = await startCollector({ dataDir, args });
    for (const batch of owed) {
      const reply = await postBatch(last.url, batch);
      expect(reply).toMatchObject({ rejected: [] });
      acknowledged.push(batch);
      duplicates += reply?.duplicates ?? 0;
    }
    expect(await last.stop()).toBe(0);

    const ids = idsOf(acknowledged);
    // Without FINAL: rows on disk, before the engine takes repeats for one.
    const rows = await withStore(dataDir, (store) =>
      store.query<{ id: string; n: number }>(
        'SELECT message_id AS id, toUInt32(count()) AS n FROM events GROUP BY message_id',
      ),
    );
    const stored = new Map(rows.map(({ id, n }) => [id, n]));
    const figures = {
      rounds: ROUNDS,
      acknowledged: ids.length,
      lost: ids.filter((id) => !stored.has(id)).length,
      storedTwice: rows.filter(({ n }) => n > 1).length,
      never: rows.length - new Set(ids).size,
    };
    const line = `killed with SIGKILL: rounds ${figures.rounds}, acked ${figures.acknowledged}, lost ${figures.lost}, stored twice ${figures.storedTwice}; sent again ${resent * 20}, of them stored before the kill ${duplicates}\n`;
    if (!process.stdout.write(line)) await once(process.stdout, 'drain');
    expect(figures).toEqual({ rounds: ROUNDS, acknowledged: ids.length, lost: 0, storedTwice: 0, never: 0 });
  },
);

test(
  `killed ${ROUNDS} times among erasures: of nobody who is known to be forgotten there is an event left after the next start`,
  { timeout: 60_000 + ROUNDS * 30_000 },
  async () => {
    const dataDir = tempFolder();
    const ids = Array.from({ length: ROUNDS * 40 }, () => randomUUID());
    for (let round = 0; round < ROUNDS; round++) {
      const collector = await startCollector({ dataDir, args: ['--linger-ms', '5', '--rate-limit', '0'] });
      const asked = ids.slice(round * 40, round * 40 + 40);
      await postBatch(
        collector.url,
        asked.flatMap((anonymousId) => [sampleEvent({ anonymousId }), sampleEvent({ anonymousId, userId: undefined })]),
      );
      const forgets = asked.map((anonymousId) =>
        fetch(`${collector.url}/v1/forget`, {
          method: 'POST',
          body: JSON.stringify({ writeKey: 'test-key', anonymousId }),
        }).catch(() => null),
      );
      // A few milliseconds are no wait for a fact: they let the kill hit any moment of an erasure.
      await wait(randomInt(0, 500));
      await collector.kill();
      await Promise.all(forgets);
    }
    await withStore(dataDir, async (store) => {
      const left = () =>
        store.query(
          "SELECT erasure_id FROM erasures FINAL WHERE step = 1 UNION ALL SELECT 'hidden' FROM erasures WHERE step = 2",
        );
      await expect.poll(left, { timeout: 60_000 }).toEqual([]);
      const digests = await store.query<{ id_digest: string }>('SELECT id_digest FROM forgotten');
      const known = new Set(digests.map(({ id_digest }) => id_digest));
      const forgotten = ids.filter((id) => known.has(tombstone('browser', 'default', id, '').id_digest));
      expect(
        await store.query('SELECT anonymous_id FROM events WHERE anonymous_id IN {forgotten:Array(String)}', {
          forgotten,
        }),
      ).toEqual([]);
      process.stdout.write(`killed among erasures: ${forgotten.length} of ${ids.length} forgotten\n`);
    });
  },
);
