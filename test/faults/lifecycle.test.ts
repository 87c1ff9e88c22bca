/**
 * Faults 33–43: pages that are left, closed, reloaded, crashed, frozen and cached, and browsers that are killed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Client } from '../../src/client.js';
import type { Engine, EnginePage } from '../helpers/engines/engine.js';
import { fault } from './fault.js';
import { BURST, keptOnDisk } from './burst.js';
import { waitUntil } from './wait-until.js';

const ROUNDS = 10;

for (const { name, host } of [
  { name: 'the same site', host: '127.0.0.1' },
  { name: 'another site', host: 'localhost' },
]) {
  fault(
    33,
    `events tracked in the task that leaves for ${name} arrive, ten times out of ten`,
    { repeated: 5 * ROUNDS },
    async ({ open, siteUrl, expect: count, recover }) => {
      const page = await open();
      for (let round = 0; round < ROUNDS; round++) {
        if (round) await page.goto(siteUrl);
        await waitUntil('the client is there', () => page.evaluate(() => window.ahaloop !== undefined));
        const leave = page.evaluate(
          (from, url) => {
            for (let n = from; n < from + 5; n++) void (window.ahaloop as Client).track('Left', { n });
            location.href = url;
          },
          count(5),
          `${siteUrl.replace('127.0.0.1', host)}/plain`,
        );
        // The page may be gone before it has answered.
        await leave.catch(() => {});
        await waitUntil('the page is left', () =>
          page.evaluate(() => location.pathname === '/plain').catch(() => false),
        );
      }
      await recover();
    },
  );
}

fault(
  34,
  'events tracked right before the tab is closed arrive, ten times out of ten',
  { repeated: 5 * ROUNDS },
  async ({ open, trackUnawaited, recover }) => {
    for (let round = 0; round < ROUNDS; round++) {
      const page = await open();
      await trackUnawaited(page, 5);
      await page.close();
    }
    await recover();
  },
);

fault(
  34,
  'a tab that is closed while the collector is away keeps its events for the next one',
  { repeated: 5 * ROUNDS },
  async ({ open, trackUnawaited, collector, recover }) => {
    for (let round = 0; round < ROUNDS; round++) {
      const page = await open();
      if (round === 0) await collector.refuse();
      await trackUnawaited(page, 5);
      await page.close();
    }
    await recover();
  },
);

fault(
  35,
  'twenty reloads in a row, each right after tracking, lose nothing',
  {
    pages: {
      '/storm': `{sdk}<script>
        const watch = setInterval(() => {
          if (!window.ahaloop) return;
          clearInterval(watch);
          const round = Number(sessionStorage.round ?? 0);
          for (let n = 0; n < 3; n++) ahaloop.track('Reloaded', { n: round * 3 + n });
          sessionStorage.round = round + 1;
          if (round < 19) location.reload();
        });
      </script>`,
    },
    repeated: 60,
  },
  async ({ visit, expect: count, recover }) => {
    count(60);
    const page = await visit('/storm');
    await waitUntil('the last round', () => page.evaluate(() => sessionStorage.round === '20').catch(() => false));
    await recover();
  },
);

for (const { row, name, end } of [
  { row: 36, name: 'a page that crashes', end: (page: EnginePage) => page.crash() },
  { row: 37, name: 'a browser that is killed', end: (_: EnginePage, browser: Engine) => browser.kill('SIGKILL') },
]) {
  for (const away of [false, true]) {
    fault(
      row,
      `${name} in the middle of a burst${away ? ', the collector being away,' : ''} loses nothing that was on disk`,
      { pages: { '/burst': BURST }, repeated: 10_000 },
      async (scene) => {
        if (away) await scene.collector.refuse();
        const profile = mkdtempSync(join(tmpdir(), 'ahaloop-profile-'));
        try {
          const browser = await scene.launch({ profile });
          const page = await scene.visit('/burst', browser);
          const enough = 50 + Math.floor(Math.random() * 200);
          await waitUntil('enough is on disk', () => keptOnDisk(scene) >= enough);
          await end(page, browser);
          scene.expect(keptOnDisk(scene));
          // A driver may lose its way after a crash: the person starts the browser again.
          await browser.kill('SIGKILL');
          await scene.collector.heal();
          const again = await scene.launch({ profile });
          await scene.visit('/next', again);
          await scene.delivered();
          await again.quit();
        } finally {
          rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
        }
      },
    );
  }
}

fault(
  38,
  'a page that comes back from the back/forward cache is the same page, and goes on',
  {
    head: `<script>addEventListener('pageshow', ({ persisted }) => (window.restored = persisted));</script>`,
    repeated: 10,
  },
  async ({ open, siteUrl, track, delivered }) => {
    const page = await open();
    await track(page, 5);
    await page.goto(`${siteUrl}/plain`);
    await page.back();
    await waitUntil('the page is back', () => page.evaluate(() => location.pathname === '/').catch(() => false));
    await waitUntil('it was shown', () =>
      page.evaluate(() => (window as unknown as { restored?: boolean }).restored !== undefined),
    );
    const notRestored = await page.evaluate(() => {
      const [entry] = performance.getEntriesByType('navigation') as { notRestoredReasons?: unknown }[];
      return JSON.stringify(entry?.notRestoredReasons ?? null);
    });
    expect(notRestored).toBe('null');
    expect(await page.evaluate(() => (window as unknown as { restored?: boolean }).restored)).toBe(true);
    await track(page, 5);
    await delivered();
  },
);

fault(
  40,
  'a tab in the background delivers without coming to the front',
  {},
  async ({ open, visit, track, delivered }) => {
    const page = await open();
    const front = await visit('/plain');
    await front.toFront();
    await track(page, 100);
    await delivered();
  },
);

fault(
  41,
  'a page that is busy for five seconds right after tracking loses nothing and still says that it is on disk',
  {},
  async ({ open, track, expect: count, delivered }) => {
    const page = await open();
    await track(page, 1);
    const receipts = await page.evaluate((from) => {
      const tracked = [];
      for (let n = from; n < from + 10; n++) tracked.push((window.ahaloop as Client).track('Busy', { n }));
      const untilMs = performance.now() + 5_000;
      while (performance.now() < untilMs);
      return Promise.all(tracked);
    }, count(10));
    expect(receipts.every(({ durable }) => durable)).toBe(true);
    await delivered();
  },
);

fault(
  42,
  'a page that is rendered ahead of its visit counts as seen when it is shown, not before',
  {
    pages: {
      '/ahead': `<script>
        let ahead = true;
        Object.defineProperty(document, 'prerendering', { get: () => ahead });
        window.show = () => {
          ahead = false;
          document.dispatchEvent(new Event('prerenderingchange'));
        };
      </script>
      <script async src="{files}/ahaloop.js" data-write-key="wk_shop" data-endpoint="{collector}"></script>`,
    },
  },
  async ({ open, collector }) => {
    const page = await open('/ahead');
    await page.evaluate(() => (window.ahaloop as Client).flush());
    expect(collector.rows.size).toBe(0);
    await page.evaluate(async () => {
      (window as unknown as { show: () => void }).show();
      await (window.ahaloop as Client).flush();
    });
    await waitUntil('it is seen', () => collector.rows.size > 0);
    expect([...collector.rows.values()].map(({ type }) => type)).toEqual(['page']);
  },
);

fault(
  43,
  'a tab that the browser discards and loads again when it is looked at delivers what it owed',
  // A browser discards a tab by ending its process, without a word to the page; the next look at it loads it anew. WebKit's driver
  // ends with such a page, and Firefox runs all tabs of a site in one process.
  { engines: ['chromium'], repeated: 40 },
  async ({ open, visit, track, collector, delivered }) => {
    const page = await open();
    const front = await visit('/plain');
    await collector.refuse();
    await track(page, 40);
    await front.toFront();
    await page.crash();
    await collector.heal();
    await page.toFront();
    await page.reload();
    await delivered();
    await waitUntil('the client is back', () => page.evaluate(() => window.ahaloop !== undefined));
    await track(page, 10);
    await delivered();
  },
);
