/**
 * Faults 1–17: the network and the server. The page stays open, or is closed and another one comes: nothing is lost.
 */
import { expect } from 'vitest';
import type { Client, Drop } from '../../src/client.js';
import { fault } from './fault.js';
import { waitUntil } from './wait-until.js';

interface Watched {
  fetches: number;
  said: string[];
  violations: number;
  drops: Drop[];
}

/** The page of the fault is hidden by the next one, and sends what it owes in the moment in which that one does. */
const HIDDEN = { repeated: 50 };

/** Counts the page's requests. */
const COUNT_FETCHES = `<script>{
  const { fetch } = window;
  window.fetches = 0;
  window.fetch = (...args) => (window.fetches++, fetch(...args));
}</script>`;

/** Keeps what is written to the console as an error. */
const KEEP_ERRORS = `<script>
  window.said = [];
  console.error = (...args) => window.said.push(args.join(' '));
</script>`;

fault(
  1,
  'events tracked offline wait without a storm of requests, and arrive',
  { head: COUNT_FETCHES, repeated: 500 },
  async ({ open, track, collector, recover }) => {
    const page = await open();
    await collector.refuse();
    for (let round = 0; round < 10; round++) {
      const receipts = await track(page, 50);
      expect(receipts.every(({ durable }) => durable)).toBe(true);
    }
    expect(await page.evaluate(() => (window as unknown as Watched).fetches)).toBeLessThan(20);
    await page.close();
    await recover();
  },
);

fault(2, 'a connection that breaks in the middle of the body', {}, async ({ open, track, collector, delivered }) => {
  const page = await open();
  collector.next({ type: 'cut-mid-body', afterBytes: 1 }, { type: 'cut-mid-body', afterBytes: 1 });
  await track(page, 100);
  await delivered();
});

fault(
  3,
  'an answer that is lost after the rows were stored makes no second row',
  { repeated: 60 },
  async ({ open, track, collector, delivered }) => {
    const page = await open();
    collector.next({ type: 'cut-after-storing' });
    await track(page, 30);
    // The first request of a browser carries ten.
    await waitUntil('the events came again', () => collector.repeats === 10);
    await delivered();
    expect(await page.evaluate(() => (window.ahaloop as Client).flush())).toMatchObject({ ok: true, pending: 0 });
  },
);

fault(5, 'a server that fails with 500, 502, 503 and 504', {}, async ({ open, track, collector, delivered }) => {
  const page = await open();
  collector.next(...[500, 502, 503, 504].map((status) => ({ type: 'status', status, retryAfter: '0' }) as const));
  await track(page, 50);
  await delivered();
  const statuses = collector.requests.map(({ status }) => status);
  expect(statuses.slice(0, 4)).toEqual([500, 502, 503, 504]);
  // A few events first, then more.
  expect(new Set(statuses.slice(4))).toEqual(new Set([200]));
  expect(statuses.length).toBeLessThanOrEqual(10);
});

fault(
  5,
  'a page waits longer after each failure, with jitter',
  { head: '<script>Math.random = () => 0.25;</script>' },
  async ({ open, track, collector, delivered }) => {
    const page = await open();
    collector.next(...[1, 2, 3].map(() => ({ type: 'status', status: 500 }) as const));
    await track(page, 50);
    await delivered();
    const waitsMs = collector.requests.map(({ atMs }, at, all) => atMs - (all[at - 1]?.atMs ?? atMs)).slice(1);
    // A quarter of 2, 4 and 8 seconds.
    [500, 1000, 2000].forEach((leastMs, at) => expect(waitsMs[at]).toBeGreaterThanOrEqual(leastMs - 50));
  },
);

for (const { name, retryAfter, leastMs } of [
  { name: 'seconds', retryAfter: () => '2', leastMs: () => 1_950 },
  {
    name: 'a date',
    retryAfter: () => new Date(Date.now() + 3_000).toUTCString(),
    // It says whole seconds.
    leastMs: (asked: string, refusedAtMs: number) => Date.parse(asked) - refusedAtMs - 50,
  },
  { name: 'something unreadable', retryAfter: () => 'soon', leastMs: () => 0 },
]) {
  fault(6, `429 with Retry-After as ${name} is kept to`, {}, async ({ open, track, collector, delivered }) => {
    const page = await open();
    const asked = retryAfter();
    collector.next({ type: 'status', status: 429, retryAfter: asked });
    await track(page, 50);
    await delivered();
    const [refused, taken] = collector.requests;
    const refusedAtMs = performance.timeOrigin + refused!.atMs;
    expect(taken!.atMs - refused!.atMs).toBeGreaterThan(leastMs(asked, refusedAtMs));
  });
}

fault(
  6,
  '429 with Retry-After of ten years silences the page, and not the next visit',
  HIDDEN,
  async ({ open, track, collector, recover }) => {
    const page = await open();
    collector.fail({ type: 'status', status: 429, retryAfter: '315360000' });
    await track(page, 50);
    await waitUntil('it was refused', () => collector.requests.length === 1);
    for (let round = 0; round < 5; round++) await track(page, 50);
    expect(collector.requests).toHaveLength(1);
    await page.close();
    await recover();
  },
);

fault(
  7,
  'a batch that is too large is halved, and an event that is too large by itself is given up with its reason',
  {},
  async ({ open, track, expect: count, giveUp, collector, delivered }) => {
    const page = await open();
    const aboveBytes = 12_000;
    // Compressed it would fit.
    collector.takes = [];
    collector.fail({ type: 'too-large', aboveBytes });
    await page.evaluate(() => {
      const drops: Drop[] = ((window as unknown as Watched).drops = []);
      (window.ahaloop as Client).onDrop((drop) => drops.push(drop));
    });
    await track(page, 100);
    const n = count(1);
    await page.evaluate((large) => {
      const text = 'x'.repeat(8_000);
      void (window.ahaloop as Client).track('Large', { n: large, a: text, b: text });
    }, n);
    giveUp(1);
    await track(page, 100);
    await delivered();
    await waitUntil('it is given up', () => page.evaluate(() => (window as unknown as Watched).drops.length > 0));
    expect(await page.evaluate(() => (window as unknown as Watched).drops)).toEqual([{ reason: 'http-413', count: 1 }]);
    expect(collector.requests.length).toBeLessThan(80);
  },
);

fault(
  8,
  'one event that the server cannot take is isolated in a few requests, and the others are stored',
  {},
  async ({ open, track, giveUp, expect: count, collector, delivered }) => {
    const page = await open();
    collector.fail({ type: 'poison', event: 'Poison' });
    const from = count(128);
    await page.evaluate((first) => {
      for (let n = first; n < first + 128; n++) {
        void (window.ahaloop as Client).track(n === first + 77 ? 'Poison' : 'Step', { n });
      }
    }, from);
    giveUp(1);
    await delivered();
    // Ten, twenty, forty, and the rest of 58 with six halvings of two requests each.
    await waitUntil('the last was answered', () => collector.requests.every(({ status }) => status !== null));
    expect(collector.requests.length).toBeLessThanOrEqual(16);
    const rounds = collector.requests.length;
    await track(page, 30);
    await delivered();
    expect(collector.requests.length).toBeLessThanOrEqual(rounds + 1);
  },
);

for (const status of [401, 403]) {
  fault(
    9,
    `a key refused with ${status} pauses uploads, keeps events and is told once`,
    { head: KEEP_ERRORS, repeated: 120 },
    async ({ open, track, collector, recover }) => {
      const page = await open();
      collector.fail({ type: 'status', status });
      await track(page, 30);
      await waitUntil('it was refused', () => collector.requests[0]?.status === status);
      for (let round = 0; round < 3; round++) {
        const receipts = await track(page, 30);
        expect(receipts.every(({ durable }) => durable)).toBe(true);
      }
      await waitUntil('it is told', () => page.evaluate(() => (window as unknown as Watched).said.length > 0));
      expect(await page.evaluate(() => (window as unknown as Watched).said.length)).toBe(1);
      expect(collector.requests).toHaveLength(1);
      await page.close();
      await recover();
    },
  );
}

for (const { name, body } of [
  { name: 'a page of HTML, as from a captive portal', body: '<!doctype html><title>Sign in to the network</title>' },
  { name: 'nothing', body: '' },
  { name: 'JSON of something else', body: '{"ok":true}' },
  { name: 'half an answer', body: '{"success":true,"accep' },
]) {
  fault(10, `200 with ${name} is no acknowledgement`, HIDDEN, async ({ open, track, collector, recover }) => {
    const page = await open();
    collector.fail({ type: 'foreign', body });
    await track(page, 50);
    await waitUntil('it was answered', () => collector.requests[0]?.status === 200);
    await recover();
  });
}

fault(11, 'a redirect is not followed, and no acknowledgement', HIDDEN, async ({ open, track, collector, recover }) => {
  const page = await open();
  collector.fail({ type: 'redirect' });
  await track(page, 50);
  await waitUntil('it was answered', () => collector.requests[0]?.status === 302);
  await recover();
});

fault(
  12,
  'an answer that rejects some by index settles each of the batch: nothing comes twice',
  {},
  async ({ open, track, giveUp, collector, delivered }) => {
    const page = await open();
    collector.fail({ type: 'reject', event: 'Odd' });
    await page.evaluate(() => {
      const drops: Drop[] = ((window as unknown as Watched).drops = []);
      (window.ahaloop as Client).onDrop((drop) => drops.push(drop));
    });
    await track(page, 10);
    await track(page, 2, 'Odd');
    await track(page, 30);
    giveUp(2);
    await delivered();
    expect(await page.evaluate(() => (window.ahaloop as Client).flush())).toMatchObject({ ok: true, pending: 0 });
    const drops = await page.evaluate(() => (window as unknown as Watched).drops);
    expect(drops.map(({ reason }) => reason)).not.toContain('http-400');
    expect(drops.reduce((sum, { count }) => sum + count, 0)).toBe(2);
    const sent = collector.requests.flatMap(({ messageIds }) => messageIds);
    expect(new Set(sent).size).toBe(sent.length);
  },
);

fault(
  13,
  'a page whose policy forbids the collector keeps its events for one that may, and does not hammer',
  {
    head:
      `<meta http-equiv="Content-Security-Policy" content="connect-src 'none'">` +
      `<script>window.violations = 0; document.addEventListener('securitypolicyviolation', () => window.violations++);</script>`,
  },
  async ({ open, track, collector, recover }) => {
    const page = await open();
    await track(page, 100);
    const violations = (): Promise<number> => page.evaluate(() => (window as unknown as Watched).violations);
    await waitUntil('it was refused', async () => (await violations()) > 0);
    for (let round = 0; round < 10; round++) await track(page, 30);
    expect(await violations()).toBeLessThanOrEqual(4);
    expect(collector.requests).toHaveLength(0);
    await page.close();
    await recover();
  },
);

fault(
  14,
  'a CompressionStream that throws',
  { head: '<script>window.CompressionStream = class { constructor() { throw new TypeError("no gzip"); } };</script>' },
  async ({ open, track, delivered }) => {
    const page = await open();
    await track(page, 200);
    await delivered();
  },
);

fault(15, 'no request asks for permission first', { repeated: 40 }, async ({ open, track, collector, recover }) => {
  const page = await open();
  await track(page, 30);
  await track(page, 10);
  await page.goto('about:blank');
  await recover();
  expect(collector.preflights).toBe(0);
});

fault(
  16,
  'ten tabs that were offline together come back one after the other',
  { repeated: 600 },
  async ({ open, track, collector, delivered }) => {
    const tabs = await Promise.all(Array.from({ length: 10 }, () => open()));
    await collector.refuse();
    await Promise.all(tabs.map((tab) => track(tab, 60)));
    await collector.heal();
    await delivered();
    expect(collector.mostAtOnce).toBeLessThanOrEqual(2);
    expect(collector.requests.length).toBeLessThanOrEqual(40);
  },
);

fault(
  17,
  'events keep their order by id although every second batch is slow',
  {},
  async ({ open, track, collector, delivered }) => {
    const page = await open();
    for (let round = 0; round < 4; round++) {
      collector.next({ type: 'slow', waitMs: 300 }, { type: 'slow', waitMs: 0 });
      await track(page, 40);
    }
    await delivered();
    const rows = [...collector.rows.values()].sort((a, b) => (a.messageId < b.messageId ? -1 : 1));
    const numbers = rows.map((row) => (row.type === 'track' ? row.properties?.n : null));
    expect(numbers).toEqual(numbers.map((_, n) => n));
  },
);

fault(
  1,
  'five hundred events to a collector that is dead cost a handful of requests',
  { head: COUNT_FETCHES, repeated: 500 },
  async ({ open, track, collector, recover }) => {
    const page = await open();
    collector.fail({ type: 'status', status: 503 });
    for (let round = 0; round < 50; round++) await track(page, 10);
    for (let time = 0; time < 20; time++) {
      await page.evaluate(() => {
        dispatchEvent(new Event('online'));
        document.dispatchEvent(new Event('visibilitychange'));
      });
    }
    expect(await page.evaluate(() => (window as unknown as Watched).fetches)).toBeLessThan(30);
    await page.close();
    await recover();
  },
);

fault(
  8,
  'one event of 250 that the server cannot take costs no more than 2·log2(n) + 3 requests',
  {},
  async ({ open, track, giveUp, expect: count, collector, delivered }) => {
    const page = await open();
    // A first batch to an unknown endpoint is small.
    await track(page, 500);
    await delivered();
    const before = collector.requests.length;
    collector.fail({ type: 'poison', event: 'Poison' });
    await page.evaluate((first) => {
      for (let n = first; n < first + 250; n++) {
        void (window.ahaloop as Client).track(n === first + 111 ? 'Poison' : 'Step', { n });
      }
    }, count(250));
    giveUp(1);
    await delivered();
    await waitUntil('the last was answered', () => collector.requests.every(({ status }) => status !== null));
    expect(collector.requests.length - before).toBeLessThanOrEqual(2 * Math.log2(250) + 3);
  },
);

fault(
  13,
  'answers that this page may not read (no CORS) are no acknowledgement, and what was stored is not stored twice',
  { repeated: 1_000 },
  async ({ open, track, collector, recover }) => {
    const page = await open();
    collector.fail({ type: 'unreadable' });
    await track(page, 40);
    await waitUntil('it came', () => collector.requests.length > 0);
    for (let round = 0; round < 10; round++) await track(page, 10);
    expect(collector.requests.length).toBeLessThanOrEqual(4);
    expect(await page.evaluate(() => (window.ahaloop as Client).pending())).toBe(140);
    await page.close();
    await recover();
  },
);

fault(
  52,
  'a machine that is back on the network delivers at once, by itself',
  // Only Chromium's protocol can take a page's network away.
  { engines: ['chromium'], head: '<script>Math.random = () => 0.999;</script>', repeated: 40 },
  async ({ open, track, delivered }) => {
    const page = await open();
    const network = (offline: boolean): Promise<void> =>
      page.devTools('Network.emulateNetworkConditions', {
        offline,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: -1,
      });
    await page.devTools('Network.enable', {});
    await network(true);
    await track(page, 40);
    // Until its next attempt by itself is many seconds away.
    await waitUntil('it has failed', () =>
      page.evaluate(async () => {
        for (let time = 0; time < 6; time++) await (window.ahaloop as Client).flush();
        return (window.ahaloop as Client).pending() === 40;
      }),
    );
    await network(false);
    await delivered({ withinMs: 5_000 });
  },
);

fault(
  12,
  '500 events of an ordinary page arrive over an uplink of 5 KB/s, and none of it is wasted',
  { head: '<script>document.title = "An ordinary page ".repeat(60);</script>', always: true },
  async ({ open, track, delivered, collector }) => {
    const page = await open();
    collector.fail({ type: 'narrow', bytesPerSecond: 5_000 });
    await track(page, 500);
    await delivered({ withinMs: 60_000 });
    expect(collector.requests.filter(({ status }) => status !== 200)).toEqual([]);
    // 1.9 KB each as they are.
    expect(collector.requests.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(100_000);
  },
);

fault(
  12,
  'an endpoint that takes nothing beyond the spec gets whole events, and few of them over a narrow uplink',
  { always: true },
  async ({ open, track, delivered, collector }) => {
    const page = await open();
    collector.takes = [];
    collector.fail({ type: 'narrow', bytesPerSecond: 50_000 });
    await track(page, 500);
    await delivered({ withinMs: 60_000 });
    expect(collector.requests.map(({ messageIds }) => messageIds.length)).toEqual([10, 20, 40, 80, 160, 190]);
    expect([...collector.rows.values()].every(({ context }) => context?.page !== undefined)).toBe(true);
  },
);
