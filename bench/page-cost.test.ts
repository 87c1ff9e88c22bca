/**
 * What a page pays for our calls, beside what it pays for a plain loop in the same run: `npm run bench`.
 * Nothing is asserted of a time, as a busy machine makes anything slow.
 */
import { expect, test } from 'vitest';
import type { Client } from '../src/client.js';
import { setScene } from '../test/faults/scene.js';
import { launchEngine } from '../test/helpers/engines/launch-engine.js';

const ROUNDS = 7;
const CALLS = 1_000;

const WATCH_TASKS = `<script>
  window.watch = new PerformanceObserver(() => {});
  watch.observe({ type: 'longtask', buffered: true });
</script>`;

interface Round {
  /** Of each task, what one call of it took. */
  readonly callMs: number[];
  readonly longTasksMs: number[];
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

test('what a call costs the page', async () => {
  const browser = await launchEngine('chromium');
  const scene = await setScene(browser, { head: WATCH_TASKS });
  const page = await scene.open();
  /** A thousand calls, fifty a task, of the SDK or of a loop that keeps the JSON of the same event. */
  const play = (kind: 'track' | 'plain', from: number): Promise<Round> =>
    page.evaluate(
      async (kind, from, calls) => {
        const client = window.ahaloop as Client;
        const { watch } = window as unknown as { watch: PerformanceObserver };
        watch.takeRecords();
        const kept: string[] = [];
        const callMs: number[] = [];
        for (let n = from; n < from + calls; n += 50) {
          // The browser's clock is too coarse for one call.
          const beforeMs = performance.now();
          for (let more = n; more < n + 50; more++) {
            const properties = { n: more, kind: 'sales', nested: { list: [1, 2, 3] } };
            if (kind === 'track') void client.track('Measured', properties);
            else kept.push(JSON.stringify(structuredClone(properties)));
          }
          callMs.push((performance.now() - beforeMs) / 50);
          await new Promise((resolve) => setTimeout(resolve));
        }
        await client.flush();
        // Entries are made once the task has ended.
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { callMs, longTasksMs: watch.takeRecords().map(({ duration }) => duration) };
      },
      kind,
      from,
      CALLS,
    );
  const rounds = { track: [] as Round[], plain: [] as Round[] };
  await play('track', scene.expect(CALLS));
  for (let round = 0; round < ROUNDS; round++) {
    rounds.plain.push(await play('plain', 0));
    rounds.track.push(await play('track', scene.expect(CALLS)));
  }
  await scene.delivered();
  const figures = (own: Round[]) => ({
    'median call (µs)': Math.round(1_000 * median(own.map(({ callMs }) => median(callMs)))),
    'slowest task, a call (µs)': Math.round(1_000 * median(own.map(({ callMs }) => Math.max(...callMs)))),
    'tasks over 50 ms': own.flatMap(({ longTasksMs }) => longTasksMs).length,
    'rounds without one': `${own.filter(({ longTasksMs }) => !longTasksMs.length).length} of ${ROUNDS}`,
  });
  console.table({ 'track()': figures(rounds.track), 'JSON of a clone': figures(rounds.plain) });
  expect(scene.outcome()).toMatchObject({ lost: 0, storedTwice: 0 });
  await scene.end();
  await browser.quit();
});
