import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Client } from '../../src/client.js';
import type { Visitor } from '../../src/core/visitor.js';
import type {} from '../../src/window.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { sentEvents } from '../helpers/sent-events.js';
import { serveSite, type Site } from '../helpers/serve-site.js';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';

interface Sent {
  readonly event: string;
  readonly anonymousId: string;
  readonly userId?: string;
  readonly context: {
    readonly sessionId: string;
    readonly attribution?: { readonly first: { referralCode?: string } };
  };
}

let browser: Browser;
let collector: RunningCollector;
let site: Site;
let context: BrowserContext;
let sent: Map<string, Sent>;

beforeAll(async () => {
  [browser, collector] = await Promise.all([launchBrowser(), startCollector({ writeKeys: ['wk_shop'] })]);
  const tag = `<script async src="${collector.url}/sdk/ahaloop.js" data-write-key="wk_shop" data-page="off"></script>`;
  const html = `<!doctype html><title>Shop</title>${tag}`;
  site = await serveSite({ '/a': html, '/b': html });
});
afterAll(async () => {
  await browser.close();
  await site.stop();
  await collector.stop();
});
beforeEach(async () => {
  sent = new Map();
  context = await browser.newContext();
  context.on('request', (request) => {
    for (const event of sentEvents<Sent>(request)) sent.set(event.event, event);
  });
});
afterEach(() => context.close());

const ready = (page: Page) => page.waitForFunction(() => window.ahaloop && !('q' in window.ahaloop));
async function open(path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(site.url + path);
  await ready(page);
  return page;
}
const identify = (page: Page, userId: string) => page.evaluate((id) => (window.ahaloop as Client).identify(id), userId);
async function track(page: Page, event: string): Promise<Sent> {
  await page.evaluate(async (name) => {
    await (window.ahaloop as Client).track(name);
    await (window.ahaloop as Client).flush();
  }, event);
  const found = sent.get(event);
  if (!found) throw new Error(`${event} was not sent`);
  return found;
}

test('who signed in on the next page is still signed in after going back', async () => {
  const page = await open('/a');
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await page.goto(`${site.url}/b`);
  await ready(page);
  await identify(page, 'u1');
  await page.goBack({ waitUntil: 'commit' });
  await ready(page);
  // Out of the back/forward cache: the client that knew nobody.
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
  expect((await track(page, 'After Back')).userId).toBe('u1');
  await page.goto(`${site.url}/b`);
  await ready(page);
  expect((await track(page, 'Later')).userId).toBe('u1');
});

test('who signed out in one tab is signed out in all, and stays so when the others are closed', async () => {
  const [one, other] = [await open('/a'), await open('/b')];
  await identify(one, 'alice');
  expect((await track(other, 'Together')).userId).toBe('alice');
  await other.evaluate(() => (window.ahaloop as Client).reset());
  // Browsers tell the processes of other tabs of a change in localStorage a moment later.
  const userIdIn = (page: Page) =>
    page.evaluate(() => (JSON.parse(localStorage.getItem('ahaloop:wk_shop')!) as Visitor).identity.userId);
  await expect.poll(() => userIdIn(one)).toBe(null);
  await one.close();
  const after = await track(await open('/a'), 'After');
  expect(after.userId).toBeUndefined();
  expect(after.anonymousId).not.toBe(sent.get('Together')?.anonymousId);
});

test('tabs share one person and one session', async () => {
  const [one, other] = [await open('/a'), await open('/b')];
  const [first, second] = [await track(one, 'One'), await track(other, 'Other')];
  expect(second.anonymousId).toBe(first.anonymousId);
  expect(second.context.sessionId).toBe(first.context.sessionId);
});

test('another person on the same computer does not inherit where the first came from', async () => {
  const page = await open('/a?aha_ref=FRIEND');
  await identify(page, 'u1');
  expect((await track(page, 'First')).context.attribution?.first.referralCode).toBe('FRIEND');
  await identify(page, 'u2');
  expect((await track(page, 'Second')).context.attribution).toBeUndefined();
  await page.goto(`${site.url}/b`);
  await ready(page);
  expect((await track(page, 'Third')).context.attribution?.first.referralCode).toBeUndefined();
});

test('a page that has patched toJSON onto every object keeps its visitor', async () => {
  await context.addInitScript(() => {
    Object.assign(Object.prototype, { toJSON: () => 'patched' });
  });
  const ids = [];
  for (const path of ['/a', '/b']) {
    const page = await open(path);
    ids.push(
      await page.evaluate(async () => {
        await (window.ahaloop as Client).track('Patched');
        return localStorage.getItem('ahaloop:wk_shop')?.match(/"anonymousId":"([^"]+)"/)?.[1];
      }),
    );
  }
  expect(ids[0]).toMatch(/^[\da-f-]{36}$/);
  expect(ids[1]).toBe(ids[0]);
});
