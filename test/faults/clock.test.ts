/**
 * Faults 50–52: clocks that are wrong, jump or stand still.
 */
import { expect } from 'vitest';
import type { Client } from '../../src/client.js';
import { fault } from './fault.js';
import { waitUntil } from './wait-until.js';

/** Sets the page's clock: `Date` alone, as the machine's clock does; `performance.now()` and timers go on. */
const setClock = (expression: string): string => `<script>{
  const Real = Date;
  const now = Real.now;
  const start = now();
  window.clock = (realMs) => ${expression};
  window.Date = class Date extends Real {
    constructor(...args) { args.length ? super(...args) : super(window.clock(now())); }
    static now() { return window.clock(now()); }
  };
}</script>`;

const HOUR_MS = 60 * 60_000;
for (const { name, expression } of [
  { name: 'an hour behind', expression: `realMs - ${HOUR_MS}` },
  { name: 'a day ahead', expression: `realMs + ${24 * HOUR_MS}` },
  { name: 'in 1970', expression: 'realMs - start' },
  { name: 'in 2099', expression: 'realMs - start + 4070908800000' },
]) {
  fault(
    50,
    `with a clock ${name} events arrive in order, also after a failure`,
    { head: setClock(expression) },
    async ({ open, track, collector, delivered }) => {
      const page = await open();
      collector.next({ type: 'status', status: 503, retryAfter: '0' });
      await track(page, 30);
      await track(page, 30);
      await delivered();
      const rows = [...collector.rows.values()].sort((a, b) => (a.messageId < b.messageId ? -1 : 1));
      expect(rows.map((row) => row.type === 'track' && row.properties?.n)).toEqual(rows.map((_, n) => n));
    },
  );
}

fault(
  50,
  'with a clock that is set back while events wait they arrive in order, and are not late',
  { head: setClock('realMs') },
  async ({ open, track, collector, delivered }) => {
    const page = await open();
    collector.next({ type: 'status', status: 503, retryAfter: '0' });
    await track(page, 30);
    await page.evaluate(() => {
      (window as unknown as { clock: (realMs: number) => number }).clock = (realMs) => realMs - 24 * 60 * 60_000;
    });
    await track(page, 30);
    await delivered();
    const rows = [...collector.rows.values()].sort((a, b) => (a.messageId < b.messageId ? -1 : 1));
    expect(rows.map((row) => row.type === 'track' && row.properties?.n)).toEqual(rows.map((_, n) => n));
  },
);

const STAND_STILL = `
  const at = Date.now();
  Date.now = () => at;
  performance.now = () => 0;
  window.setTimeout = () => 0;
  window.clearTimeout = () => {};
  window.setInterval = () => 0;
  window.queueMicrotask = () => {};
  window.requestAnimationFrame = () => 0;`;

fault(
  51,
  'a host that stops timers and clocks after we have loaded changes nothing',
  {},
  async ({ open, track, delivered }) => {
    const page = await open();
    await page.evaluate((code) => {
      const script = document.createElement('script');
      script.textContent = code;
      document.head.append(script);
    }, `{${STAND_STILL}}`);
    await track(page, 5);
    await delivered();
  },
);

fault(
  51,
  'a host that stops timers and clocks before we have loaded loses no event',
  { head: `<script>{${STAND_STILL}}</script>`, repeated: 20 },
  async ({ open, track, recover }) => {
    const page = await open();
    const receipts = await track(page, 20);
    expect(receipts.every(({ durable }) => durable)).toBe(true);
    expect(new Set(receipts.map(({ messageId }) => messageId)).size).toBe(20);
    await page.close();
    await recover();
  },
);

fault(
  52,
  'a page that is back on the network does not wait for its backoff to end',
  { head: '<script>Math.random = () => 0.999;</script>' },
  async ({ open, track, collector, outcome }) => {
    const page = await open();
    collector.next(...[1, 2, 3].map(() => ({ type: 'status', status: 503 }) as const));
    await track(page, 30);
    await waitUntil('it failed twice', () => collector.requests.length === 2);
    await collector.heal();
    // The next attempt by itself comes in four seconds.
    const beforeMs = performance.now();
    await waitUntil('it is delivered', async () => {
      // More than once: the page may not yet have read the last refusal.
      await page.evaluate(() => dispatchEvent(new Event('online')));
      return outcome().lost === 0;
    });
    expect(performance.now() - beforeMs).toBeLessThan(2_500);
  },
);

fault(52, 'times are ISO 8601 in UTC wherever the person is', {}, async ({ open, track, collector, delivered }) => {
  const page = await open();
  await track(page, 5);
  await page.evaluate(() => (window.ahaloop as Client).flush());
  await delivered();
  for (const { timestamp } of collector.rows.values()) {
    expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(Math.abs(Date.parse(timestamp) - Date.now())).toBeLessThan(120_000);
  }
});
