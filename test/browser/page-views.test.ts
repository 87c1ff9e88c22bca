/**
 * What counts as a page view, with which address, title and time.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Client } from '../../src/client.js';
import type {} from '../../src/window.js';
import { eventually } from '../helpers/eventually.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { sentEvents } from '../helpers/sent-events.js';
import { serveSite, type Site } from '../helpers/serve-site.js';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';
import { storedEvents } from '../helpers/stored-events.js';

interface Sent {
  readonly messageId: string;
  readonly type: string;
  readonly event?: string;
  readonly userId?: string;
  readonly timestamp: string;
  readonly context: { readonly page: Record<string, string>; readonly robot?: boolean };
}

let browser: Browser;
let context: BrowserContext;
let collector: RunningCollector;
let site: Site;
let sent: Sent[];

beforeAll(async () => {
  browser = await launchBrowser();
  collector = await startCollector({ writeKeys: ['wk_shop'], args: ['--linger-ms', '0'] });
  const html = `<!doctype html><title>Shop</title><script src="${collector.url}/sdk/ahaloop.js" data-write-key="wk_shop"></script>
    <a id="link" data-aha-track="Link Opened" href="/next"><b id="inside">Next</b></a>
    <button id="button" data-aha-track="Button Pressed">Press</button>`;
  site = await serveSite({ '/': html, '/next': '<!doctype html><title>Next</title>' });
});
afterAll(async () => {
  await browser.close();
  await Promise.all([site.stop(), collector.stop()]);
});
beforeEach(async () => {
  sent = [];
  context = await browser.newContext();
  context.on('request', (request) => {
    sent.push(...sentEvents<Sent>(request));
  });
});
afterEach(() => context.close());

async function open(path = '/'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(site.url + path);
  await page.waitForFunction(() => window.ahaloop);
  return page;
}
const flush = (page: Page) => page.evaluate(() => (window.ahaloop as Client).flush());
const views = () => sent.filter(({ type }) => type === 'page').map(({ context: { page } }) => page);

test('routes of a hash router are page views, and their address is kept without its secrets', async () => {
  const page = await open();
  for (const hash of ['#/pricing', '#!/docs', '#/callback?token=t0psecret', '#top', '#access_token=t0psecret']) {
    await page.evaluate((to) => (location.hash = to), hash);
    await flush(page);
  }
  expect(views().map(({ path }) => path)).toEqual(['/', '/#/pricing', '/#!/docs', '/#/callback', '/']);
  expect(views()[1]!.url).toBe(`${site.url}/#/pricing`);
  expect(JSON.stringify(sent)).not.toContain('t0psecret');
});

test('an address that is only replaced is a page view where its path is another one', async () => {
  const page = await open();
  await page.evaluate(() => {
    for (const text of ['s', 'sh', 'sho', 'shoes']) history.replaceState(null, '', `/?q=${text}`);
    history.replaceState(null, '', '#@52.5,13.4,12z');
  });
  await flush(page);
  expect(views()).toHaveLength(1);
  await page.evaluate(() => history.replaceState(null, '', '/login?next=%2F'));
  await flush(page);
  await page.evaluate(() => history.pushState(null, '', '/login?next=%2Freports'));
  await flush(page);
  expect(views().map(({ path, search }) => `${path}${search}`)).toEqual([
    '/',
    '/login?next=%2F',
    '/login?next=%2Freports',
  ]);
});

test('a title that comes late is the one of its page, and the time is that of the navigation', async () => {
  const page = await open();
  const atMs = await page.evaluate(async () => {
    const client = window.ahaloop as Client;
    const captured = new Promise((resolve) => client.on('captured', resolve));
    const now = Date.now();
    history.pushState(null, '', '/pricing');
    setTimeout(() => (document.title = 'Pricing'), 30);
    await captured;
    await client.flush();
    return now;
  });
  expect(views()[1]).toMatchObject({ path: '/pricing', title: 'Pricing' });
  const view = sent.filter(({ type }) => type === 'page')[1]!;
  expect(Date.parse(view.timestamp) - atMs).toBeLessThan(30);
});

test('a title that stays is not waited for longer than a moment', async () => {
  const page = await open();
  await page.evaluate(async () => {
    const client = window.ahaloop as Client;
    const captured = new Promise((resolve) => client.on('captured', resolve));
    history.pushState(null, '', '/pricing');
    await captured;
    await client.flush();
  });
  expect(views()[1]).toMatchObject({ path: '/pricing', title: 'Shop' });
});

test('a view that still waits for its title is captured when the page is left in the same task', async () => {
  // What a page sends while it is left no tool sees: the collector does.
  const before = (await storedEvents(collector.url)).page ?? 0;
  const page = await open();
  await Promise.all([
    page.waitForURL('**/next'),
    page
      .evaluate(() => {
        history.pushState(null, '', '/pricing');
        location.href = '/next';
      })
      // The page may be gone before it can answer.
      .catch(() => {}),
  ]);
  await eventually(
    () => storedEvents(collector.url),
    (counts) => counts.page === before + 2,
  );
});

test('two routes in a row keep their addresses, and what is done in between keeps its place', async () => {
  const page = await open();
  await page.evaluate(async () => {
    const client = window.ahaloop as Client;
    history.pushState(null, '', '/a');
    history.pushState(null, '', '/b');
    await client.identify('anna');
    history.pushState(null, '', '/c');
    await client.track('Report Created');
    client.reset();
    await client.flush();
  });
  // Who somebody is goes out first.
  sent.sort((a, b) => (a.messageId < b.messageId ? -1 : 1));
  const story = sent.map(({ type, userId, context: { page: at } }) => [type, at.path, userId]);
  expect(story).toEqual([
    ['page', '/', undefined],
    ['page', '/a', undefined],
    ['page', '/b', undefined],
    ['identify', '/b', 'anna'],
    ['page', '/c', 'anna'],
    ['track', '/c', 'anna'],
  ]);
});

const storedViews = async (): Promise<number> => (await storedEvents(collector.url)).page ?? 0;

test('a page that somebody goes back to is viewed again, by the back/forward cache too', async () => {
  const page = await open();
  await flush(page);
  const before = await storedViews();
  await page.goto(`${site.url}/next`);
  await page.evaluate(() => void setTimeout(() => history.back()));
  await eventually(storedViews, (count) => count === before + 1);
});

test('a browser that a program drives says so', async () => {
  const page = await open();
  await flush(page);
  expect(sent[0]!.context.robot).toBe(await page.evaluate(() => navigator.webdriver || undefined));
});

test('the middle button counts on a link, and nowhere else', async () => {
  const page = await open();
  await page.click('#inside', { button: 'middle' });
  await page.click('#button', { button: 'middle' });
  await page.click('#button', { button: 'right' });
  await page.click('#inside', { button: 'right' });
  await page.click('#button');
  await flush(page);
  expect(sent.flatMap(({ event }) => event ?? [])).toEqual(['Link Opened', 'Button Pressed']);
});
