/**
 * What a page pays for our calls, beside what it pays for a plain loop in the same run: `npm run bench`.
 * Nothing is asserted of a time, as a busy machine makes anything slow.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Client } from '../src/client.js';
import { setScene } from '../test/faults/scene.js';
import type { EnginePage } from '../test/helpers/engines/engine.js';
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

/** Plays a thousand calls, fifty a task, of the SDK or of a loop that keeps the JSON of the same event. */
const play = (page: EnginePage, kind: 'track' | 'plain', from: number): Promise<Round> =>
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
          if (kind === 'track') void client.track('Report Created', properties);
          else kept.push(JSON.stringify(structuredClone(properties)));
        }
        // What a call leaves to do in microtasks is its cost too.
        for (let turn = 0; turn < 10; turn++) await Promise.resolve();
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

test("what a call costs the page, without and with a lifecycle definition of a product's size", async () => {
  const browser = await launchEngine('chromium');
  const definition = readFileSync(new URL('../docs/lifecycle.example.json', import.meta.url), 'base64');
  const [bare, defined] = [
    await setScene(browser, { head: WATCH_TASKS }),
    await setScene(browser, {
      head: WATCH_TASKS,
      tag: `async data-lifecycle="data:application/json;base64,${definition}"`,
    }),
  ];
  const [page, lifecyclePage] = [await bare.open(), await defined.open()];
  await lifecyclePage.evaluate(async () => {
    while (!(window.ahaloop as Client).state()) await new Promise((resolve) => setTimeout(resolve, 10));
  });
  const rounds = { plain: [] as Round[], track: [] as Round[], defined: [] as Round[] };
  const warm = [play(page, 'track', bare.expect(CALLS)), play(lifecyclePage, 'track', defined.expect(CALLS))];
  await Promise.all(warm);
  for (let round = 0; round < ROUNDS; round++) {
    await page.toFront();
    rounds.plain.push(await play(page, 'plain', 0));
    rounds.track.push(await play(page, 'track', bare.expect(CALLS)));
    await lifecyclePage.toFront();
    rounds.defined.push(await play(lifecyclePage, 'track', defined.expect(CALLS)));
  }
  const base = median(rounds.track.map(({ callMs }) => median(callMs)));
  const figures = (own: Round[]) => {
    const callMs = median(own.map((round) => median(round.callMs)));
    return {
      'a call (µs)': Math.round(1_000 * callMs),
      'against track()': (callMs / base).toFixed(2),
      'slowest task, a call (µs)': Math.round(1_000 * median(own.map((round) => Math.max(...round.callMs)))),
      'tasks over 50 ms': own.flatMap(({ longTasksMs }) => longTasksMs).length,
      'rounds without one': `${own.filter(({ longTasksMs }) => !longTasksMs.length).length} of ${ROUNDS}`,
    };
  };
  console.table({
    'JSON of a clone': figures(rounds.plain),
    'track()': figures(rounds.track),
    'track() with a lifecycle': figures(rounds.defined),
  });
  for (const scene of [bare, defined]) {
    expect(scene.outcome()).toMatchObject({ storedTwice: 0 });
    await scene.end();
  }
  await browser.quit();
});
