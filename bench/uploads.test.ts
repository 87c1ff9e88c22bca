/**
 * How many requests 1,000 events make, and what they weigh, by the pace at which they come: `npm run bench:uploads`.
 */
import { expect, test } from 'vitest';
import type { Client } from '../src/client.js';
import { setScene } from '../test/faults/scene.js';
import { launchEngine } from '../test/helpers/engines/launch-engine.js';

const EVENTS = 1_000;
const PACES_MS = [0, 5, 20, 50, 100, 200];

/** Begins to track one event a task; -1: all in one task. Nobody waits for its end: a driver's call has a time limit. */
const play = (paceMs: number, events: number): void => {
  const client = window.ahaloop as Client;
  void (async () => {
    for (let n = 0; n < events; n++) {
      void client.track('Report Created', { n, kind: 'sales', rows: 120 });
      if (paceMs >= 0) await new Promise((resolve) => setTimeout(resolve, paceMs));
    }
  })();
};

test('requests and bytes for 1,000 events', async () => {
  const browser = await launchEngine('chromium');
  const rows = await Promise.all(
    [-1, ...PACES_MS].map(async (paceMs) => {
      const scene = await setScene(browser, {});
      const page = await scene.open();
      scene.expect(EVENTS);
      await page.evaluate(play, paceMs, EVENTS);
      await scene.delivered({ withinMs: 400_000 });
      const { requests } = scene.collector;
      const bytes = requests.reduce((sum, request) => sum + request.bytes, 0);
      await scene.end();
      return {
        pace: paceMs < 0 ? 'one task' : `${paceMs} ms`,
        requests: requests.length,
        bytesPerEvent: Math.round(bytes / EVENTS),
      };
    }),
  );
  await browser.quit();
  console.table(rows);
  expect(rows).toHaveLength(PACES_MS.length + 1);
});
