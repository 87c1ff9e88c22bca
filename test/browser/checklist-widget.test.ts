import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type {} from '../../widgets/checklist/checklist.define.js';
import { expectAccessible } from '../helpers/axe.js';
import { focused as focusedBy } from '../helpers/focused.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { layoutShifts, noteLayoutShifts } from '../helpers/layout-shifts.js';
import { quietContext } from '../helpers/quiet-context.js';
import { runInPage } from '../helpers/run-in-page.js';
import { serveSite } from '../helpers/serve-site.js';
import { shopPage } from '../helpers/shop-page.js';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';
import { strictPolicy } from '../helpers/strict-policy.js';
import { noteTold, toldTypes } from '../helpers/told.js';

const require = createRequire(import.meta.url);
const driverCss = readFileSync(require.resolve('driver.js').replace(/[^/]+$/, 'driver.css'), 'utf8');
const driver = readFileSync(require.resolve('driver.js').replace(/[^/]+$/, 'driver.js.iife.js'), 'utf8');

const PATIENTLY = { timeout: 10_000 };
const DEFINITION = {
  version: 1,
  milestones: { first_report: { event: 'Report Created' } },
  facts: { shares: { count: 'Report Shared' } },
  segments: { sharers: { shares: { $gte: 1 } } },
  widgets: {
    start: {
      kind: 'checklist',
      title: { en: 'Get going', ar: 'ابدأ' },
      items: [
        { milestone: 'first_report', title: 'Create a report', href: '/reports/new', text: 'Two minutes' },
        { id: 'share', done: { shares: { $gte: 2 } }, needs: ['first_report'], title: 'Share twice', call: 'share' },
        { id: 'guide', byHand: true, title: 'Read the guide' },
        { id: 'team', event: 'Team Made', when: { $segment: 'sharers' }, title: 'Make a team', optional: true },
      ],
    },
  },
};

let browser: Browser;
let collector: RunningCollector;
const folder = mkdtempSync(join(tmpdir(), 'ahaloop-definition-'));

beforeAll(async () => {
  const file = join(folder, 'lifecycle.json');
  writeFileSync(file, JSON.stringify(DEFINITION));
  [browser, collector] = await Promise.all([launchBrowser(), startCollector({ args: ['--lifecycle', file] })]);
});
afterAll(async () => {
  await browser.close();
  await collector.stop();
  rmSync(folder, { recursive: true });
});

interface PageOptions extends BrowserContextOptions {
  readonly lang?: string;
  /** driver.js writes HTML and inline styles, which the strictest policy does not let it. */
  readonly lax?: boolean;
}

/** A page under the strictest policy, with the script tag and the collector's definition; `toldTypes` has the widget's events. */
async function open(attributes: string, { lang, lax = false, ...options }: PageOptions = {}) {
  const script = `<script async src="${collector.url}/sdk/ahaloop.js" data-write-key="test-key" data-lifecycle data-page="off"></script>`;
  const html = shopPage(script, `<aha-checklist checklist="start" ${attributes}></aha-checklist>`, lang);
  const connect = `connect-src ${collector.url}`;
  const site = await serveSite(
    { '/': html, '/reports/new': html },
    lax
      ? {
          'content-security-policy': `default-src 'none'; script-src ${collector.url}; ${connect}; style-src 'unsafe-inline'`,
        }
      : strictPolicy(collector.url, connect),
  );
  onTestFinished(site.stop);
  const { context } = await quietContext(browser, options);
  context.setDefaultTimeout(10_000);
  await noteLayoutShifts(context);
  await noteTold(context, ['aha-view', 'aha-item', 'aha-complete', 'aha-click', 'aha-action', 'aha-dismiss']);
  const tab = async () => {
    const page = await context.newPage();
    await page.goto(site.url);
    return page;
  };
  return { page: await tab(), tab };
}

const part = (page: Page, name: string) => page.locator(`aha-checklist [part~=${name}]`);
const progress = (page: Page) => part(page, 'bar').getAttribute('aria-valuetext');
const track = (page: Page, event: string) =>
  page.evaluate((name) => (window as unknown as { ahaloop: { track(name: string): void } }).ahaloop.track(name), event);
const focused = (page: Page) => focusedBy(page, ['id', 'class']);

describe('<aha-checklist> with a definition', () => {
  test('completes by what the person does, is celebrated once, and says nothing false after a reload or in a second tab', async () => {
    const { page, tab } = await open('');
    await expect.poll(() => progress(page), PATIENTLY).toBe('0 of 3 tasks done');
    await track(page, 'Report Created');
    await expect.poll(() => progress(page), PATIENTLY).toBe('1 of 3 tasks done');
    await page.locator('aha-checklist input').check({ force: true });
    await expect.poll(() => progress(page), PATIENTLY).toBe('2 of 3 tasks done');
    const other = await tab();
    await expect.poll(() => progress(other), PATIENTLY).toBe('2 of 3 tasks done');
    await page.bringToFront();
    await track(page, 'Report Shared');
    await expect.poll(() => part(page, 'optional').count(), PATIENTLY).toBe(1);
    await track(page, 'Report Shared');
    await page.locator('aha-checklist .party').waitFor({ state: 'attached' });
    expect((await toldTypes(page)).filter((type) => type !== 'aha-view')).toEqual([
      'aha-item',
      'aha-item',
      'aha-item',
      'aha-complete',
    ]);
    await expect.poll(() => progress(other), PATIENTLY).toBe('3 of 3 tasks done');
    await page.reload();
    // What is first painted is true: there is never a moment with less.
    await expect.poll(() => progress(page), PATIENTLY).toBe('3 of 3 tasks done');
    expect(await page.locator('aha-checklist .party').count()).toBe(0);
    expect([...(await toldTypes(page)), ...(await toldTypes(other))].filter((type) => type !== 'aha-view')).toEqual([]);
  });

  test('is done by keyboard alone, and a link is a link', async () => {
    const { page } = await open('');
    await expect.poll(() => progress(page), PATIENTLY).toBe('0 of 3 tasks done');
    await page.locator('#before').focus();
    const steps: (string | undefined)[] = [];
    for (let at = 0; at < 6; at++) {
      await page.keyboard.press('Tab');
      steps.push(await focused(page));
    }
    expect(steps).toEqual(['toggle', 'go0', 'tick2', 'button', 'button', 'after']);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Space');
    await expect.poll(() => progress(page), PATIENTLY).toBe('1 of 3 tasks done');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/reports/new');
    await expect.poll(() => progress(page), PATIENTLY).toBe('1 of 3 tasks done');
  });

  test('leaves a link to the page’s router where it takes it', async () => {
    const { page } = await open('');
    await page.evaluate(() =>
      document.addEventListener('aha-navigate', (event) => {
        event.preventDefault();
        history.pushState(null, '', `/routed${event.detail.href}`);
      }),
    );
    await page.locator('aha-checklist #go0').click();
    expect(new URL(page.url()).pathname).toBe('/routed/reports/new');
    expect(await toldTypes(page)).toContain('aha-click');
  });

  test.each<[string, string, PageOptions]>([
    ['in the page', '', {}],
    ['in the page, dark', 'theme="dark"', {}],
    ['from right to left on a phone', '', { lang: 'ar', viewport: { width: 320, height: 640 }, hasTouch: true }],
    ['in the corner, dark, in Chinese', 'placement="corner" open theme="dark"', { lang: 'zh-CN' }],
    ['in forced colours', '', { forcedColors: 'active' }],
  ])('passes axe %s: begun, on the way, done, hidden', async (_where, attributes, options) => {
    const { page } = await open(attributes, { reducedMotion: 'reduce', ...options });
    await part(page, 'bar').waitFor();
    await expectAccessible(page, 'aha-checklist');
    await track(page, 'Report Created');
    await page.locator('aha-checklist #go1').waitFor();
    await expectAccessible(page, 'aha-checklist');
    await page.locator('aha-checklist input').check({ force: true });
    await track(page, 'Report Shared');
    await track(page, 'Report Shared');
    await part(page, 'end').waitFor();
    await expectAccessible(page, 'aha-checklist');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(options.viewport?.width ?? 1280);
    if (attributes.includes('corner')) return;
    await part(page, 'hide').click();
    await part(page, 'return').waitFor();
    await expectAccessible(page, 'aha-checklist');
  });
});

describe('<aha-checklist placement="launcher">', () => {
  test('is a button with the number left; the list takes the focus that opened it, and gives it back', async () => {
    const { page } = await open('placement="launcher"', { reducedMotion: 'reduce' });
    const launch = page.locator('aha-checklist .launch');
    await launch.waitFor();
    expect(await launch.textContent()).toBe('Get going33 tasks left');
    expect(await focused(page)).toBe('body');
    expect((await launch.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    expect((await launch.boundingBox())!.width).toBeLessThan(320);
    await expectAccessible(page, 'aha-checklist');
    await launch.focus();
    await page.keyboard.press('Enter');
    await part(page, 'list').waitFor();
    await expect.poll(() => focused(page), PATIENTLY).toMatch(/^card/);
    await expectAccessible(page, 'aha-checklist');
    await page.keyboard.press('Escape');
    await launch.waitFor();
    await expect.poll(() => focused(page), PATIENTLY).toBe('launch');
    expect(await toldTypes(page)).toEqual(['aha-view']);
  });

  test('moves nothing of the page when it comes, opens and closes', async () => {
    const { page } = await open('placement="launcher"');
    await page.locator('aha-checklist .launch').click();
    await part(page, 'close').click();
    await page.locator('aha-checklist .launch').waitFor();
    expect(await layoutShifts(page)).toEqual([]);
  });
});

describe('tours', () => {
  test.each([
    ['seen to the end are done', ['.driver-popover-next-btn', '.driver-popover-next-btn'], '1 of 2 tasks done'],
    ['left half-way are not', ['.driver-popover-close-btn'], '0 of 2 tasks done'],
  ])('by driver.js %s', async (_, buttons, expected) => {
    const { page } = await open('', { lax: true });
    await part(page, 'bar').waitFor();
    const tours = `{ hello: { animate: false, steps: [
      { element: '#late', popover: { title: 'One' } }, { element: '#after', popover: { title: 'Two' } }] } }`;
    await runInPage(
      page,
      `${driver}; import('${collector.url}/sdk/widgets/tour-driver.js').then(({ connectTours, driverTours }) => {
        connectTours(driverTours(async () => window.driver.js.driver, ${tours}, { waitMs: 30_000 }));
      })`,
    );
    await page.evaluate((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [sheet];
      const list = document.createElement('aha-checklist');
      list.id = 'toured';
      list.settings = {
        items: [
          { id: 'tour', title: 'Look round', tour: 'hello' },
          { id: 'more', title: 'More', done: false },
        ],
      };
      list.setAttribute('checklist', 'own');
      document.querySelector('aha-checklist')!.replaceWith(list);
    }, driverCss);
    await page.locator('#toured #go0').click();
    // The first element comes into the page a moment later, as a routed page's does.
    await page.evaluate(() => {
      const late = document.querySelector('main')!.appendChild(document.createElement('p'));
      late.id = 'late';
      late.textContent = 'Late';
    });
    for (const button of buttons) await page.locator(button).click();
    await expect.poll(() => progress(page), PATIENTLY).toBe(expected);
    await expect.poll(() => focused(page), PATIENTLY).toBe('go0');
  });
});
