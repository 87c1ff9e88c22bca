/**
 * The script tag in pages that are unlike the usual one: older engines, shadow roots, odd languages, an upgrade under an open page.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { launchBrowser } from '../helpers/launch-browser.js';
import { serveSite } from '../helpers/serve-site.js';
import { shopPage } from '../helpers/shop-page.js';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';

let browser: Browser;
let collector: RunningCollector;
beforeAll(async () => {
  [browser, collector] = await Promise.all([launchBrowser(), startCollector()]);
});
afterAll(async () => {
  await browser.close();
  await collector.stop();
});

interface Opened {
  readonly page: Page;
  /** What the page threw, and what the console was told as an error. */
  readonly errors: string[];
}

/** A page with the tag; `before` runs ahead of every script of it. */
async function open(body: string, { before = '', lang = 'en' } = {}): Promise<Opened> {
  // An icon of its own, so that the browser asks for none.
  const tag = `<link rel="icon" href="data:,"><script async src="${collector.url}/sdk/ahaloop.js" data-write-key="test-key"></script>`;
  const site = await serveSite({ '/': shopPage(tag, body, lang) });
  onTestFinished(site.stop);
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (line) => {
    if (line.type() === 'error') errors.push(line.text());
  });
  if (before) await page.addInitScript(before);
  await page.goto(site.url);
  return { page, errors };
}

const isDefined = (page: Page, name: string) => page.evaluate((one) => customElements.get(one) !== undefined, name);
const flushed = (page: Page) =>
  page.evaluate(async () => {
    const { ahaloop } = window as unknown as {
      ahaloop: { track(event: string): Promise<unknown>; flush(): Promise<{ ok: boolean }> };
    };
    await ahaloop.track('Report Created');
    return (await ahaloop.flush()).ok;
  });
const hasClient = (page: Page) => page.evaluate(() => 'ahaloop' in window);

test.each([
  ['Array.prototype.at', true],
  ['String.prototype.at', true],
  ['Object.hasOwn', false],
  ['CSSStyleSheet.prototype.replaceSync', false],
  ['CSSStyleSheet', false],
  ['HTMLElement.prototype.showPopover', true],
  ['structuredClone', true],
  ['crypto.randomUUID', true],
  ['requestIdleCallback', true],
  ['navigation', true],
  ['BroadcastChannel', true],
])('an engine without %s tracks; widgets: %s', async (feature, showsWidgets) => {
  const [, owner = 'window', name = ''] = /^(?:(.*)\.)?(\w+)$/.exec(feature)!;
  const take = `for (let at = ${owner}; at; at = Object.getPrototypeOf(at)) delete at.${name};`;
  const { page, errors } = await open('<aha-nps></aha-nps>', { before: take });
  await expect.poll(() => hasClient(page)).toBe(true);
  expect(await flushed(page)).toBe(true);
  if (showsWidgets) await page.locator('aha-nps [part~=card]').waitFor();
  else expect(await isDefined(page, 'aha-nps')).toBe(false);
  expect(errors).toEqual([]);
});

test('an engine that is too old to track has nothing of it', async () => {
  const { page, errors } = await open('<aha-nps></aha-nps>', { before: 'delete IDBTransaction.prototype.commit' });
  await page.waitForLoadState('load');
  expect([await hasClient(page), await isDefined(page, 'aha-nps'), errors]).toEqual([false, false, []]);
});

test('where a style sheet cannot tell light from dark, a widget has the colours of a light page', async () => {
  const before =
    'const { supports } = CSS; CSS.supports = (...args) => !String(args).includes("light-dark") && supports.apply(CSS, args)';
  const { page } = await open('<aha-nps></aha-nps>', { before });
  const card = page.locator('aha-nps [part~=card]');
  await page.emulateMedia({ colorScheme: 'dark' });
  await card.waitFor();
  const colours = await card.evaluate((one) => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]);
  expect(colours).toEqual(['rgb(27, 28, 32)', 'rgb(255, 255, 255)']);
});

const HOST = (late: boolean) => `<x-host></x-host><script>
  const define = () => customElements.define('x-host', class extends HTMLElement {
    connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = '<div><aha-nps></aha-nps></div>'; }
  });
  ${late ? 'addEventListener("load", () => setTimeout(define, 600))' : 'define()'};</script>`;
test.each([
  ['defined at once', HOST(false), 'x-host aha-nps'],
  ['defined when the page was looked through', HOST(true), 'x-host aha-nps'],
  [
    'declared in the page, inside another',
    '<main><template shadowrootmode="open"><section><template shadowrootmode="open"><aha-nps></aha-nps></template></section></template></main>',
    'aha-nps',
  ],
  [
    'of a form with a field of that name',
    `<form><input name="shadowRoot"><input name="localName"></form>${HOST(false)}`,
    'x-host aha-nps',
  ],
])('a widget in an open shadow root is found: %s', async (_, body, selector) => {
  const { page, errors } = await open(body);
  await page.locator(`${selector} [part~=card]`).waitFor();
  expect(errors).toEqual([]);
});

test('a widget that comes later into a shadow root is found, and one in a closed root once the page shows it', async () => {
  const { page } = await open('<div id="open"></div><div id="closed"></div>');
  await expect.poll(() => hasClient(page)).toBe(true);
  await page.evaluate(() => {
    const root = document.getElementById('open')!.attachShadow({ mode: 'open' });
    root.append(document.createElement('p'));
    document.body.append('x');
  });
  await page.evaluate(() => {
    setTimeout(() => document.getElementById('open')!.shadowRoot!.append(document.createElement('aha-nps')), 800);
  });
  await page.locator('#open aha-nps [part~=card]').waitFor();
  await page.evaluate(() => {
    const root = document.getElementById('closed')!.attachShadow({ mode: 'closed' });
    root.append(document.createElement('aha-csat'));
    (window as unknown as { ahaloop: { discover(root: ShadowRoot): void } }).ahaloop.discover(root);
  });
  await expect.poll(() => isDefined(page, 'aha-csat')).toBe(true);
});

const ALL = `<aha-nps></aha-nps><aha-checklist settings='{"items":[{"id":"a","title":"A"}]}'></aha-checklist>
  <aha-referral link="https://example.com/r/x" settings='{"milestones":[1,5],"invitations":{"signedUp":2}}'></aha-referral>
  <aha-prompt title="News" used="3" limit="5"></aha-prompt><aha-rewards granted="5"></aha-rewards>`;
test.each(['zh_CN', 'C', 'en-US@posix', 'zh_Hans_CN', 'de_DE.UTF-8', '*', '123', 'a_b_c'])(
  'every widget is shown in a page in "%s"',
  async (lang) => {
    const { page, errors } = await open(ALL, { lang });
    for (const name of ['nps', 'checklist', 'referral', 'prompt', 'rewards'])
      await page.locator(`aha-${name} [part~=card]`).waitFor();
    expect(errors).toEqual([]);
  },
);

test.each(['corner', 'modal', 'banner'])(
  'after an upgrade under an open page a widget of the %s is shown in the page, and the console says so',
  async (placement) => {
    const { page, errors } = await open(`<aha-nps placement="${placement}"></aha-nps>`);
    await expect.poll(() => isDefined(page, 'aha-nps')).toBe(true);
    await page.route('**/chunks-*/**', (route) => route.fulfill({ status: 404, body: 'gone' }));
    await page.evaluate(() => (document.querySelector('aha-nps') as unknown as { show(): void }).show());
    await page.locator('aha-nps [part~=card]').waitFor();
    expect(await page.locator('aha-nps').getAttribute('open')).not.toBeNull();
    expect(errors.some((line) => line.startsWith('ahaloop: <aha-nps> widget-failed: '))).toBe(true);
    expect(errors.filter((line) => /^Uncaught|Unhandled/.test(line))).toEqual([]);
  },
);
