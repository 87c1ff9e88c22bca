/**
 * Faults 44–47: many tabs of one origin, and the lock they share.
 */
import { expect } from 'vitest';
import type { Client } from '../../src/client.js';
import { fault } from './fault.js';
import { waitUntil } from './wait-until.js';

fault(44, 'ten tabs with a thousand events each make ten thousand rows', {}, async (scene) => {
  const { open, track, collector, delivered } = scene;
  const tabs = await Promise.all(Array.from({ length: 10 }, () => open()));
  await Promise.all(tabs.map((tab) => track(tab, 1000)));
  await delivered({ withinMs: 60_000 });
  expect(collector.mostAtOnce).toBe(1);
  expect(collector.rows.size).toBe(10_000);
});

fault(
  45,
  'a tab that crashes in the middle of an upload does not stop the others',
  // Firefox runs both tabs in one process, and WebKit's driver ends with a crashed page.
  { engines: ['chromium'], repeated: 30 },
  async ({ open, track, collector, delivered }) => {
    const crashing = await open();
    const page = await open();
    collector.next({ type: 'hang' });
    await track(crashing, 30);
    await waitUntil('the upload is under way', () => collector.requests.length === 1);
    await crashing.crash();
    await track(page, 30);
    await delivered();
  },
);

fault(
  45,
  'a tab that is left in the middle of an upload does not stop the others',
  { repeated: 30 },
  async ({ open, siteUrl, track, collector, delivered }) => {
    const leaving = await open();
    const page = await open();
    collector.next({ type: 'hang' }, { type: 'hang' });
    await track(leaving, 30);
    await waitUntil('the upload is under way', () => collector.requests.length === 1);
    await leaving.goto(`${siteUrl}/plain`);
    await collector.heal();
    await track(page, 30);
    await delivered({ withinMs: 45_000 });
  },
);

fault(
  46,
  'without Web Locks tabs still take turns',
  {
    head: `<script>Object.defineProperty(navigator, 'locks', { get: () => undefined });</script>`,
  },
  async ({ open, track, delivered }) => {
    const tabs = await Promise.all([open(), open(), open()]);
    await Promise.all(tabs.map((tab) => track(tab, 200)));
    await delivered();
  },
);

fault(
  47,
  'two copies of the SDK in one page are one client',
  {
    body: `<script async src="{files}/ahaloop.js?copy" data-write-key="wk_shop" data-endpoint="{collector}" data-page="off"></script>
      <button data-aha-track="Clicked" data-aha-prop-n="0">Go</button>`,
  },
  async ({ open, track, collector, delivered }) => {
    const page = await open();
    await page.evaluate(() => document.querySelector('button')?.click());
    await track(page, 30);
    await delivered();
    expect(await page.evaluate(() => (window.ahaloop as Client).flush())).toMatchObject({ ok: true, pending: 0 });
    expect(collector.rows.size).toBe(31);
  },
);
