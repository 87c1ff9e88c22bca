/**
 * What a page, its users' content or another library may put where the script tag looks: elements with our names, globals, prototypes.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Client } from '../../src/client.js';
import type {} from '../../src/window.js';
import { eventually } from '../helpers/eventually.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { sentEvents } from '../helpers/sent-events.js';
import { serveSite, type Site } from '../helpers/serve-site.js';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';
import { storedEvents } from '../helpers/stored-events.js';

interface Sent {
  readonly type: string;
  readonly event?: string;
  readonly context: { readonly page: Record<string, string>; readonly screen?: object };
}

let browser: Browser;
let context: BrowserContext;
let collector: RunningCollector;
let site: Site;
let evil: Site;
const pages: Record<string, string> = {};
/** Where the pages of a test have sent anything, and what. */
let asked: URL[];
let sent: Sent[];
let errors: string[];
let before: Record<string, number>;

beforeAll(async () => {
  browser = await launchBrowser();
  collector = await startCollector({ writeKeys: ['wk_shop', 'wk_other'], args: ['--linger-ms', '0'] });
  site = await serveSite(pages);
  evil = await serveSite({ '/vitals.js': 'window.owned = true', '/ahaloop.js': 'window.owned = true' });
});
afterAll(async () => {
  await browser.close();
  await Promise.all([site.stop(), evil.stop(), collector.stop()]);
});
beforeEach(async () => {
  [asked, sent, errors] = [[], [], []];
  before = await storedEvents(collector.url);
  context = await browser.newContext();
  context.on('request', (request) => {
    const url = new URL(request.url());
    asked.push(url);
    sent.push(...sentEvents<Sent>(request));
  });
  context.on('console', (message) => message.text().startsWith('ahaloop: ') && errors.push(message.text()));
  context.on('weberror', (error) => errors.push(`thrown: ${String(error.error())}`));
});
afterEach(() => context.close());

const tag = (attributes = '', key = 'wk_shop'): string =>
  `<script src="${collector.url}/sdk/ahaloop.js" data-write-key="${key}" ${attributes}></script>`;

/** Opens a page with this content and waits for its client. */
async function open(content: string): Promise<Page> {
  pages['/'] = `<!doctype html><html lang="en"><head><title>Shop</title></head><body>${content}</body></html>`;
  const page = await context.newPage();
  await page.goto(site.url);
  return page;
}
/** What the collector has stored in this test. */
const rows = async (): Promise<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(await storedEvents(collector.url))
      .map(([event, count]) => [event, count - (before[event] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );
const ours = (page: Page) =>
  page.evaluate(async () => {
    const client = Object.getOwnPropertyDescriptor(window, 'ahaloop')?.value as Client;
    const receipt = await client.track('Report Created');
    return { receipt, flushed: await client.flush() };
  });
/** The page view and an event are on disk and stored, and nothing went anywhere else. */
async function works(page: Page, events: Record<string, number> = { page: 1, 'Report Created': 1 }): Promise<void> {
  expect((await ours(page)).receipt.durable).toBe(true);
  expect(await eventually(rows, (all) => 'Report Created' in all)).toEqual(events);
  const elsewhere = asked.filter(({ origin }) => origin !== site.url && origin !== collector.url);
  expect(elsewhere.map(String)).toEqual([]);
  expect(errors).toEqual([]);
}
/** The same, of a page whose own script makes the calls: Playwright's needs the globals that the page hides. */
const CALLS = `<script>{ const client = window.ahaloop; client.track('Report Created').then(() => client.flush()); }</script>`;
async function worksByItself(): Promise<void> {
  expect(await eventually(rows, (all) => 'Report Created' in all && 'page' in all)).toEqual({
    page: 1,
    'Report Created': 1,
  });
  expect(errors).toEqual([]);
}

/** What we and the platform look up on `document` and `window`. */
const NAMES =
  'currentScript title referrer cookie documentElement body head addEventListener removeEventListener createElement ' +
  'getElementsByTagName querySelector querySelectorAll visibilityState prerendering hidden readyState URL location defaultView ' +
  'ahaloop screen navigator performance crypto history navigation localStorage indexedDB devicePixelRatio fetch q track ' +
  'requestIdleCallback BroadcastChannel globalPrivacyControl doNotTrack';

describe('elements', () => {
  const kinds: readonly (readonly [string, (name: string) => string])[] = [
    ['img name', (name) => `<img name="${name}" data-write-key="wk_shop" data-vitals>`],
    ['img id and name', (name) => `<img id="${name}" name="${name}">`],
    ['two of a name', (name) => `<img name="${name}"><img name="${name}">`],
    ['a id', (name) => `<a id="${name}" href="#x">x</a>`],
    ['form name', (name) => `<form name="${name}"><input name="q"><input name="track"><input name="src"></form>`],
    ['form id', (name) => `<form id="${name}"><input name="q"><input name="track"></form>`],
    ['embed name', (name) => `<embed name="${name}">`],
    ['object id', (name) => `<object id="${name}"></object>`],
    ['script name', (name) => `<script type="text/plain" name="${name}" data-write-key="wk_shop"></script>`],
    ['iframe name', (name) => `<iframe name="${name}" srcdoc="x"></iframe>`],
  ];
  test.each(kinds)('with our names and the platform’s change nothing: %s', async (_, element) => {
    await works(await open(NAMES.split(' ').map(element).join('') + tag()));
    const view = sent.find(({ type }) => type === 'page');
    expect(view?.context.page).toMatchObject({ title: 'Shop', referrer: '', path: '/' });
  });

  test('an image that names itself the current script is not asked where our files are', async () => {
    const image = `<img name="currentScript" src="${evil.url}/x.png" data-write-key="wk_shop" data-vitals>`;
    const page = await open(image + tag('data-vitals'));
    await eventually(() => asked.some(({ pathname }) => pathname === '/sdk/vitals.js'), Boolean);
    expect((await ours(page)).flushed.ok).toBe(true);
    // The picture itself is the page's.
    expect(asked.filter(({ origin }) => origin === evil.url).map(({ pathname }) => pathname)).toEqual(['/x.png']);
    expect(await page.evaluate(() => 'owned' in window)).toBe(false);
  });

  test('a form whose fields have the names of its own methods is tracked as any other', async () => {
    const fields = 'attributes hasAttribute getAttribute getAttributeNames matches contains control'.split(' ');
    const form = `<form data-aha-track="Form Used" data-aha-prop-kind="sales" onsubmit="return false">
      ${fields.map((name) => `<input name="${name}">`).join('')}<b id="inside">Text</b></form>`;
    const page = await open(tag('data-page="off"') + form);
    await page.evaluate(() => document.getElementById('inside')!.click());
    await works(page, { 'Form Used': 1, 'Report Created': 1 });
    expect(sent.find(({ event }) => event === 'Form Used')).toMatchObject({ properties: { kind: 'sales' } });
  });
});

describe('globals', () => {
  const hidden =
    'screen performance crypto navigator history localStorage indexedDB devicePixelRatio navigation URL URLSearchParams Element Symbol ' +
    'Map Set Error Number String console setTimeout addEventListener MutationObserver requestIdleCallback';
  test('declared by the page cost no event', async () => {
    const declared = hidden.split(' ').map((name) => `<script>const ${name} = null</script>`);
    await open(declared.join('') + tag() + CALLS);
    await worksByItself();
  });

  test('assigned by the page cost no event', async () => {
    const assigned = 'screen navigation performance devicePixelRatio requestIdleCallback'.split(' ');
    await open(`<script>${assigned.map((name) => `var ${name} = null;`).join('')}</script>${tag()}${CALLS}`);
    await worksByItself();
  });

  test('what cannot be read is left out, and the rest is there', async () => {
    await works(await open(`<script>var screen = null; const history = null</script>${tag()}`));
    const view = sent.find(({ type }) => type === 'page')!;
    expect(view.context).toMatchObject({ locale: 'en-US', page: { title: 'Shop' } });
    expect(view.context.screen).toBeUndefined();
  });
});

describe('prototypes', () => {
  const names =
    'endpoint lifecycle consent page debug redact cookieDomain identityToken writeKey vitals flushAt flushAfterMs honourPrivacySignals ' +
    'globalPrivacyControl doNotTrack prerendering drop answer q track hides cleans referral domain persisted navigationType button';
  test.each(['"denied"', '"https://evil.example"', 'true', '{}', '() => "x"'])(
    'with %s under our options and names redirect, silence and change nothing',
    async (value) => {
      const polluted = names.split(' ').map((name) => `Object.prototype.${name} = ${value};`);
      await works(await open(`<script>${polluted.join('')}</script>${tag()}`));
    },
  );
});

describe('tags', () => {
  test('a second tag with another key is refused in words, and the first one works', async () => {
    const page = await open(tag() + tag('', 'wk_other'));
    expect((await ours(page)).flushed.ok).toBe(true);
    expect(await page.evaluate(() => (window.ahaloop as Client).writeKey)).toBe('wk_shop');
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('tag-second');
    expect(errors[0]).toContain('"wk_other"');
    expect(errors[0]).toContain('"wk_shop"');
    expect(errors[0]).toContain('createClient');
  });

  test('a second tag with the same key is silent', async () => {
    await works(await open(tag() + tag()));
  });

  test('a tag of type="module" is found', async () => {
    const page = await open(tag('type="module"'));
    await page.waitForFunction(() => window.ahaloop);
    await works(page);
  });

  test('a tag of type="module" is not mistaken for one with another file', async () => {
    const other = `<script type="text/plain" src="${evil.url}/ahaloop.js" data-write-key="wk_other" data-vitals></script>`;
    const page = await open(other + tag('type="module"'));
    await page.waitForFunction(() => window.ahaloop);
    await works(page);
  });

  test('a tag that a tag manager inserts, as documented, works', async () => {
    const page = await open(`<script>
      const script = document.createElement('script');
      script.src = '${collector.url}/sdk/ahaloop.js';
      script.dataset.writeKey = 'wk_shop';
      document.head.append(script);
    </script>`);
    await page.waitForFunction(() => window.ahaloop);
    await works(page);
  });

  test('a file that no tag loads says what is missing', async () => {
    const page = await open(`<script type="module">import '${collector.url}/sdk/ahaloop.js'</script>`);
    await eventually(() => errors.length, Boolean);
    expect(errors[0]).toMatch(/tag-missing.*data-write-key/);
    expect(await page.evaluate(() => window.ahaloop)).toBeUndefined();
  });

  test.each(['false', '0', 'no', 'off', 'OFF', ' False '])('data-…="%s" is off', async (off) => {
    const page = await open(
      tag(`data-page="${off}" data-debug="${off}" data-vitals="${off}" data-honour-privacy-signals="${off}"`),
    );
    const told: string[] = [];
    page.on('console', (message) => told.push(message.text()));
    await works(page, { 'Report Created': 1 });
    expect(told).toEqual([]);
    expect(asked.some(({ pathname }) => pathname.endsWith('/vitals.js'))).toBe(false);
  });
});
