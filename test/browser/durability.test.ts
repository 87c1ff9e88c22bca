import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Client, Receipt } from '../../src/client.js';
import type {} from '../../src/window.js';
import { eventually } from '../helpers/eventually.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { sentEvents } from '../helpers/sent-events.js';
import { serveSite, type Site } from '../helpers/serve-site.js';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';
import { storedEvents } from '../helpers/stored-events.js';
import left from '../cases/stored/queue.json' with { type: 'json' };

let browser: Browser;
let context: BrowserContext;
let collector: RunningCollector;
let site: Site;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  collector = await startCollector({ writeKeys: ['wk_shop'], args: ['--linger-ms', '0'] });
  const tag = `<script async src="${collector.url}/sdk/ahaloop.js" data-write-key="wk_shop" data-page="off"></script>`;
  const html = `<!doctype html><title>Shop</title>${tag}`;
  site = await serveSite({ '/': html, '/next': html, '/plain': '<!doctype html><title>Elsewhere</title>' });
  context = await browser.newContext();
});
afterEach(async () => {
  await context.close();
  await site.stop();
  await collector.stop();
});

const client = (page: Page) => page.waitForFunction(() => window.ahaloop && !('q' in window.ahaloop));
async function open(path = '/'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(site.url + path);
  await client(page);
  return page;
}
const stored = (satisfies: (counts: Record<string, number>) => boolean) =>
  eventually(() => storedEvents(collector.url), satisfies);

/** Records in the queue database, and what they hold, read beside the client. */
const queue = (page: Page): Promise<string[][]> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('ahaloop:wk_shop');
        opening.onerror = () => reject(new Error('not opened'));
        opening.onsuccess = () => {
          const db = opening.result;
          const all = db.transaction('queue').objectStore('queue').getAll();
          all.onsuccess = () => {
            db.close();
            resolve((all.result as string[]).map((lines) => lines.split('\n')));
          };
        };
      }),
  );

test('all events of a task are one record, written strictly and committed explicitly, before any request', async () => {
  await context.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      if (mode === 'readwrite') seen.push(`write ${options?.durability}`);
      return transaction.call(this, stores, mode, options);
    };
    const { commit } = IDBTransaction.prototype;
    IDBTransaction.prototype.commit = function () {
      if (this.mode === 'readwrite') seen.push('commit');
      commit.call(this);
    };
    const { fetch } = window;
    window.fetch = (...args) => {
      seen.push('fetch');
      return fetch(...args);
    };
  });
  const page = await open();
  const receipts = await page.evaluate(() => {
    const aha = window.ahaloop as Client;
    return Promise.all([1, 2, 3].map((n) => aha.track('Report Created', { n })));
  });
  expect(receipts.every(({ durable }) => durable)).toBe(true);
  const records = await queue(page);
  expect(
    records.map((lines) => lines.map((line) => (JSON.parse(line) as { properties: { n: number } }).properties.n)),
  ).toEqual([[1, 2, 3]]);
  expect(await page.evaluate(() => (window as never as { seen: string[] }).seen)).toEqual(['write strict', 'commit']);
  await page.evaluate(() => (window.ahaloop as Client).flush());
  expect(await page.evaluate(() => (window as never as { seen: string[] }).seen)).toEqual([
    'write strict',
    'commit',
    'fetch',
    'write strict',
    'commit',
  ]);
  expect(await queue(page)).toEqual([]);
});

test('a burst of 1,000 events is four records and arrives whole', async () => {
  const page = await open();
  await page.evaluate(async () => {
    const aha = window.ahaloop as Client;
    for (let n = 0; n < 1000; n++) void aha.track('Tick', { n });
    await aha.flush();
  });
  expect(await storedEvents(collector.url)).toEqual({ Tick: 1000 });
  expect(await page.evaluate(() => (window.ahaloop as Client).pending())).toBe(0);
});

test('events tracked in the very task that leaves the page arrive, ten times out of ten', async () => {
  for (let round = 1; round <= 10; round++) {
    const page = await open();
    const leaving = page.waitForURL('**/plain');
    await page.evaluate((url) => {
      const aha = window.ahaloop as Client;
      for (let n = 0; n < 5; n++) void aha.track('Left', { n });
      location.href = url;
    }, `${site.url}/plain`);
    await leaving;
    await page.close();
  }
  const page = await open('/next');
  await page.evaluate(() => (window.ahaloop as Client).flush());
  expect(await stored((counts) => (counts.Left ?? 0) >= 50)).toEqual({ Left: 50 });
});

test('events tracked right before the tab is closed arrive, ten times out of ten', async () => {
  for (let round = 1; round <= 10; round++) {
    const page = await open();
    await page.evaluate(() => void (window.ahaloop as Client).track('Closed'));
    await page.close();
  }
  await open('/next');
  expect(await stored((counts) => (counts.Closed ?? 0) >= 10)).toEqual({ Closed: 10 });
});

test('a page that is left sends what it owes although nobody comes back', async () => {
  const page = await open();
  await page.evaluate(() => (window.ahaloop as Client).track('Goodbye'));
  await page.goto(`${site.url}/plain`);
  expect(await stored((counts) => 'Goodbye' in counts)).toEqual({ Goodbye: 1 });
});

test('while the collector is away events wait on disk, over reloads and closed tabs, and arrive once when it is back', async () => {
  const address = new URL(collector.url);
  const tagged = await open();
  await tagged.evaluate(() => (window.ahaloop as Client).flush());
  await context.route(`${collector.url}/v1/**`, (route) => route.abort());
  const receipts: Receipt[] = [];
  for (let n = 0; n < 3; n++) {
    const page = await open();
    receipts.push(await page.evaluate(() => (window.ahaloop as Client).track('Offline')));
    expect(await page.evaluate(() => (window.ahaloop as Client).flush())).toMatchObject({
      ok: false,
      reason: 'network',
    });
    if (n % 2) await page.reload();
    await page.close();
  }
  expect(receipts.map(({ durable }) => durable)).toEqual([true, true, true]);
  await context.unroute(`${collector.url}/v1/**`);
  const page = await open();
  expect(address.host).not.toBe('');
  await page.evaluate(() => (window.ahaloop as Client).flush());
  expect(await stored((counts) => (counts.Offline ?? 0) >= 3)).toEqual({ Offline: 3 });
});

test('what an earlier release left on disk and in its journal arrives, as it was captured', async () => {
  const sent: { readonly messageId: string; readonly context: object }[] = [];
  context.on('request', (request) => sent.push(...sentEvents<(typeof sent)[number]>(request)));
  const page = await context.newPage();
  await page.goto(`${site.url}/plain`);
  await page.evaluate(({ database, localStorage: texts }) => {
    Object.assign(localStorage, texts);
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open(database.name, database.version);
      opening.onupgradeneeded = () => opening.result.createObjectStore(database.store, { autoIncrement: true });
      opening.onerror = () => reject(new Error('not opened'));
      opening.onsuccess = () => {
        const db = opening.result;
        const tx = db.transaction(database.store, 'readwrite');
        for (const [key, lines] of database.records) tx.objectStore(database.store).put(lines, key);
        tx.oncomplete = () => resolve(db.close());
      };
    });
  }, left);
  const journals = Object.entries(left.localStorage).filter(([key]) => key.includes(':journal:'));
  const rows = [...left.database.records.map(([, lines]) => String(lines)), ...journals.map(([, lines]) => lines)]
    .flatMap((lines) => lines.split('\n'))
    .map((row) => JSON.parse(row) as (typeof sent)[number]);
  const byId = (events: typeof sent) => Object.fromEntries(events.map((event) => [event.messageId, event]));

  await page.goto(site.url);
  await client(page);
  await stored((counts) => Object.values(counts).reduce((sum, one) => sum + one, 0) === rows.length);
  expect(byId(sent)).toEqual(byId(rows));
  expect(await page.evaluate(() => (window.ahaloop as Client).identity())).toMatchObject({ userId: 'ada' });
  await expect.poll(() => queue(page)).toEqual([]);
});

test('a reply that is lost after the rows were stored makes no second row', async () => {
  let cut = 2;
  await context.route(`${collector.url}/v1/batch?*`, async (route) => {
    const reply = await route.fetch();
    if (cut-- > 0) await route.abort();
    else await route.fulfill({ response: reply });
  });
  const page = await open();
  await page.evaluate(async () => {
    const aha = window.ahaloop as Client;
    await aha.track('Once');
    while (!(await aha.flush()).ok);
  });
  expect(await storedEvents(collector.url)).toEqual({ Once: 1 });
});

test('a record that was sent in part keeps its rest where the disk refuses to write it again', async () => {
  await context.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...args) {
      if ('diskFails' in window) throw new DOMException('full', 'QuotaExceededError');
      return put.apply(this, args);
    };
  });
  const page = await open();
  await page.evaluate(async () => {
    const aha = window.ahaloop as Client;
    await Promise.all(Array.from({ length: 40 }, (_, n) => aha.track('Step', { n })));
    // Before the first batch, which takes a part of the record.
    Object.assign(window, { diskFails: true });
    await aha.flush();
  });
  await page.evaluate(() => (window.ahaloop as Client).flush());
  await stored((counts) => counts.Step === 40);
});

test('where there is no IndexedDB events wait in memory, say so, and arrive', async () => {
  await context.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { get: () => undefined });
  });
  const page = await open();
  expect(await page.evaluate(() => (window.ahaloop as Client).track('Kept'))).toMatchObject({ durable: false });
  expect(await page.evaluate(() => (window.ahaloop as Client).flush())).toEqual({ ok: true, sent: 1, pending: 0 });
  expect(await storedEvents(collector.url)).toEqual({ Kept: 1 });
});

test('where the database does not answer within ten seconds events wait in memory and arrive', async () => {
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
  });
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(site.url);
  await client(page);
  const receipt = page.evaluate(() => (window.ahaloop as Client).track('Kept'));
  await page.clock.fastForward(10_000);
  expect(await receipt).toMatchObject({ durable: false });
  await page.clock.fastForward(2_000);
  expect(await stored((counts) => 'Kept' in counts)).toEqual({ Kept: 1 });
});

test('a person is the same on the next page, another after signing in as another, and a session is shared by tabs', async () => {
  const batches: {
    messageId: string;
    anonymousId: string;
    userId?: string;
    event?: string;
    context: { sessionId: string };
  }[] = [];
  context.on('request', (request) => {
    batches.push(...sentEvents<(typeof batches)[number]>(request));
  });
  const first = await open('/?utm_source=mail&aha_ref=F7');
  await first.evaluate(async () => {
    const aha = window.ahaloop as Client;
    void aha.track('A');
    void aha.identify('u1');
    await aha.flush();
  });
  const second = await open('/next');
  await second.evaluate(async () => {
    const aha = window.ahaloop as Client;
    void aha.track('B');
    void aha.identify('u2');
    void aha.track('C');
    aha.reset();
    void aha.track('D');
    await aha.flush();
  });
  // In the order of the calls, as the ids have it: who somebody is is sent first.
  const calls = batches.filter(({ event }) => !event?.startsWith('Referral '));
  const [a, , b, , c, d] = calls.toSorted((one, other) => (one.messageId < other.messageId ? -1 : 1));
  expect(b).toMatchObject({ event: 'B', userId: 'u1', anonymousId: a!.anonymousId });
  expect(b!.context.sessionId).toBe(a!.context.sessionId);
  expect(b!.context).toMatchObject({
    page: { path: '/next' },
    attribution: { last: { campaign: { source: 'mail' }, referralCode: 'F7' } },
    library: { name: 'ahaloop' },
    timezone: expect.any(String) as string,
    locale: expect.any(String) as string,
  });
  expect(c).toMatchObject({ event: 'C', userId: 'u2' });
  expect(c!.anonymousId).not.toBe(a!.anonymousId);
  expect(d!.userId).toBeUndefined();
  expect(d!.anonymousId).not.toBe(c!.anonymousId);
  expect(d!.context.sessionId).not.toBe(c!.context.sessionId);
});

test('nothing that a page passes throws or rejects, and what comes to nothing is counted', async () => {
  const page = await open();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  const reasons = await page.evaluate(async () => {
    const aha = window.ahaloop as Client;
    const anything = aha as unknown as Record<string, (...args: unknown[]) => Promise<Receipt>>;
    const drops: string[] = [];
    aha.onDrop(({ reason, count }) => drops.push(`${reason} ${count}`));
    await anything.track!(undefined);
    await anything.track!('Hostile', {
      node: document.body,
      big: 1n,
      revoked: (() => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      })(),
      window,
      text: 'x'.repeat(5 * 1024 * 1024),
      symbol: Symbol('s'),
    });
    await anything.identify!(NaN);
    await anything.group!(undefined);
    await anything.alias!({});
    await anything.respond!({ survey: 's', kind: 'nps', score: 99 });
    await anything.respond!(undefined);
    await anything.page!(null, 7, document);
    await aha.flush();
    return drops;
  });
  expect(reasons).toEqual([
    'name-missing 1',
    'id-invalid 1',
    'id-invalid 1',
    'id-invalid 1',
    'answer-invalid 1',
    'answer-invalid 1',
  ]);
  // The report of what came to nothing follows in its own time.
  const stored = { ...(await storedEvents(collector.url)), 'Events Dropped': 0 };
  expect(stored).toEqual({ Hostile: 1, page: 1, 'Events Dropped': 0 });
  expect(errors).toEqual([]);
});
