import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Client } from '../../src/client.js';
import type {} from '../../src/window.js';
import { eventually } from '../helpers/eventually.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { serveSite, type Site } from '../helpers/serve-site.js';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';
import { storedEvents } from '../helpers/stored-events.js';

const snippet = readFileSync(new URL('../../dist/sdk/snippet.js', import.meta.url), 'utf8').trim();

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
  context = await browser.newContext();
});
afterEach(async () => {
  await context.close();
  await site.stop();
  await collector.stop();
});

const tag = (attributes = ''): string =>
  `<script async src="${collector.url}/sdk/ahaloop.js" data-write-key="wk_shop" ${attributes}></script>`;
const document = (head: string, body = ''): string =>
  `<!doctype html><html lang="en"><head><title>Shop</title>${head}</head><body>${body}</body></html>`;

/** Opens a page of the site and waits until the client is there. */
async function open(path = '/'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(site.url + path);
  await clientIn(page);
  return page;
}
const clientIn = (page: Page) => page.waitForFunction(() => window.ahaloop && !('q' in window.ahaloop));
const stored = (satisfies: (counts: Record<string, number>) => boolean) =>
  eventually(() => storedEvents(collector.url), satisfies);

describe('one script tag', () => {
  test('counts the page view by itself and puts the client on window.ahaloop', async () => {
    site = await serveSite({ '/': document(tag()) });
    const page = await open();
    const receipt = await page.evaluate(() => (window.ahaloop as Client).track('Report Created', { kind: 'sales' }));
    expect(receipt).toEqual({ messageId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string, durable: true });
    expect(await page.evaluate(() => (window.ahaloop as Client).flush())).toEqual({ ok: true, sent: 2, pending: 0 });
    expect(await storedEvents(collector.url)).toEqual({ page: 1, 'Report Created': 1 });
  });

  test('counts no page view where data-page is off, and sends to data-endpoint', async () => {
    site = await serveSite({ '/': document(tag(`data-page="off" data-endpoint="${collector.url}/"`)) });
    const page = await open();
    await page.evaluate(async () => {
      const client = window.ahaloop as Client;
      await client.track('A');
      await client.flush();
    });
    expect(await storedEvents(collector.url)).toEqual({ A: 1 });
  });

  test('counts a route change of a single-page application as a page view, a change of the hash not', async () => {
    site = await serveSite({ '/': document(tag()) });
    const page = await open();
    await page.evaluate(() => {
      history.pushState(null, '', '/reports');
      location.hash = 'top';
    });
    await page.evaluate(() => history.pushState(null, '', '/reports?page=2'));
    expect(await stored((counts) => (counts.page ?? 0) >= 3)).toEqual({ page: 3 });
  });

  test('standing twice in a page it runs once', async () => {
    site = await serveSite({ '/': document(tag() + tag()) });
    const page = await open();
    await page.waitForLoadState('load');
    await page.evaluate(() => (window.ahaloop as Client).flush());
    expect(await storedEvents(collector.url)).toEqual({ page: 1 });
  });

  test('says what is wrong with a missing write key, and harms nothing', async () => {
    site = await serveSite({ '/': document(`<script async src="${collector.url}/sdk/ahaloop.js"></script>`) });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(`thrown: ${String(error)}`));
    await page.goto(site.url);
    await eventually(
      () => errors,
      (all) => all.some((text) => text.includes('data-write-key')),
    );
    expect(errors.filter((text) => text.startsWith('thrown'))).toEqual([]);
  });

  test('tells once of a write key that the collector does not know, and keeps the events', async () => {
    site = await serveSite({ '/': document(tag().replace('wk_shop', 'wk_typo')) });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(site.url);
    await clientIn(page);
    const result = await page.evaluate(async () => {
      const client = window.ahaloop as Client;
      await client.flush();
      return { ...(await client.flush()), waiting: client.pending() };
    });
    expect(result).toEqual({ ok: false, sent: 0, pending: 1, reason: 'http-401', waiting: 1 });
    expect(errors.filter((text) => text.includes('wk_typo'))).toHaveLength(1);
  });
});

describe('the stub snippet', () => {
  test('keeps the calls made before the script has loaded, in order, and resolves their promises', async () => {
    const calls = `
      ahaloop.identify('u1');
      window.kept = ahaloop.track('First', { n: 1 });
      for (let n = 2; n <= 5; n++) ahaloop.track('Later', { n });
      ahaloop.on('captured', (event) => (window.heard = event));`;
    site = await serveSite({
      '/': document(`<script>${snippet}</script><script>${calls}</script>${tag('data-page="off"')}`),
    });
    const page = await open();
    const bodies: string[] = [];
    page.on('request', (request) => bodies.push(request.postData() ?? ''));
    await page.evaluate(() => (window.ahaloop as Client).flush());
    const batch = bodies.flatMap((body) => (JSON.parse(body) as { batch: Record<string, unknown>[] }).batch);
    expect(
      batch.map(({ type, event, properties }) => [type, event, (properties as { n?: number } | undefined)?.n]),
    ).toEqual([
      ['identify', undefined, undefined],
      ['track', 'First', 1],
      ['track', 'Later', 2],
      ['track', 'Later', 3],
      ['track', 'Later', 4],
      ['track', 'Later', 5],
    ]);
    expect(batch.every(({ userId }) => userId === 'u1')).toBe(true);
    expect(await page.evaluate(() => (window as never as { kept: Promise<unknown> }).kept)).toMatchObject({
      durable: true,
    });
  });

  test('is less than 500 bytes and stands in the README as it is built', () => {
    expect(Buffer.byteLength(snippet)).toBeLessThan(500);
    expect(readFileSync(new URL('../../README.md', import.meta.url), 'utf8')).toContain(snippet);
  });
});

describe('data-aha-track', () => {
  test('tracks clicks on an element, on what is inside it, and on one that is added later', async () => {
    const button = `<button data-aha-track="Report Created" data-aha-prop-report-kind="sales"><b id="inside">New</b></button>`;
    site = await serveSite({ '/': document(tag('data-page="off"'), button) });
    const page = await open();
    await page.click('#inside');
    await page.evaluate(() => {
      const later = globalThis.document.createElement('a');
      later.dataset.ahaTrack = 'Invite Sent';
      later.id = 'later';
      later.textContent = 'Invite';
      later.addEventListener('click', (event) => event.stopPropagation());
      globalThis.document.body.append(later);
    });
    await page.click('#later');
    expect(await stored((counts) => Object.keys(counts).length === 2)).toEqual({
      'Report Created': 1,
      'Invite Sent': 1,
    });
  });

  test('counts one click on a label with a control in it once', async () => {
    const label = '<label data-aha-track="Label Clicked"><b id="text">Terms</b><input type="checkbox"></label>';
    site = await serveSite({ '/': document(tag('data-page="off"'), label) });
    const page = await open();
    await page.click('#text');
    expect(await page.isChecked('input')).toBe(true);
    await page.evaluate(() => (window.ahaloop as Client).flush());
    expect(await storedEvents(collector.url)).toEqual({ 'Label Clicked': 1 });
  });

  test('a click on a link is stored although the page leaves at once', async () => {
    const link = '<a id="go" data-aha-track="Pricing Opened" href="/pricing">Pricing</a>';
    site = await serveSite({ '/': document(tag('data-page="off"'), link), '/pricing': document('') });
    const page = await open();
    await page.click('#go');
    await page.waitForURL('**/pricing');
    expect(await stored((counts) => 'Pricing Opened' in counts)).toEqual({ 'Pricing Opened': 1 });
  });
});

describe('chunks', () => {
  test('a widget is loaded when its element is met, not before', async () => {
    site = await serveSite({ '/': document(tag()) });
    const page = await context.newPage();
    const requested: string[] = [];
    page.on('request', (request) => requested.push(new URL(request.url()).pathname));
    await page.goto(site.url);
    await clientIn(page);
    await page.evaluate(() => (window.ahaloop as Client).flush());
    expect(requested.filter((path) => path.includes('/sdk/'))).toEqual(['/sdk/ahaloop.js']);
    await page.evaluate(() => globalThis.document.body.append(globalThis.document.createElement('aha-nps')));
    await page.waitForFunction(() => customElements.get('aha-nps'));
    expect(requested).toContain('/sdk/widgets/nps.js');
  });

  test('web vitals are tracked where they are asked for', async () => {
    site = await serveSite({ '/': document(tag('data-vitals'), '<h1>Shop</h1>'), '/next': document('') });
    const page = await open();
    await page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/vitals.js')),
    );
    await page.mouse.click(10, 10);
    await page.goto(`${site.url}/next`);
    const counts = await stored((all) => (all['Web Vital Measured'] ?? 0) >= 2);
    expect(counts.page).toBe(1);
  });
});

test('works under a policy that forbids everything else', async () => {
  const policy = `default-src 'none'; script-src ${collector.url}; connect-src ${collector.url}`;
  site = await serveSite({ '/': document(tag(), '<aha-nps></aha-nps>') }, { 'content-security-policy': policy });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(site.url);
  await clientIn(page);
  await page.getByRole('radio').first().waitFor();
  expect((await page.evaluate(() => (window.ahaloop as Client).flush())).ok).toBe(true);
  expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([]);
});
