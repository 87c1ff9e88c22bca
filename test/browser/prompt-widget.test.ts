import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Client } from '../../src/client.js';
import type {} from '../../src/window.js';
import { expectAccessible } from '../helpers/axe.js';
import { focused } from '../helpers/focused.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { layoutShifts, noteLayoutShifts } from '../helpers/layout-shifts.js';
import { leastSide } from '../helpers/least-side.js';
import { painted } from '../helpers/painted.js';
import { quietContext } from '../helpers/quiet-context.js';
import { serveSite } from '../helpers/serve-site.js';
import { shopPage } from '../helpers/shop-page.js';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';
import { strictPolicy } from '../helpers/strict-policy.js';
import { noteTold, told, toldTypes } from '../helpers/told.js';

/** Whoever has made 3 reports of 5 is offered more, until they have a plan. */
const DEFINITION = {
  version: 1,
  facts: {
    reports: { count: 'Report Created' },
    plan: { trait: 'plan', type: 'string' },
    row: { streak: 'Promotion Clicked', where: { promotion_id: 'checkin', action: 'check_in' } },
    row_today: { streak: 'Promotion Clicked', today: true, where: { promotion_id: 'checkin', action: 'check_in' } },
  },
  milestones: { first_report: { event: 'Report Created' } },
  segments: { keen: { reports: { $gte: 3 } } },
  widgets: {
    upgrade: {
      kind: 'prompt',
      surface: 'banner',
      title: { en: 'You made {reports} of 5 reports', ar: 'أنشأت {reports} من 5 تقارير' },
      values: { reports: 'reports' },
      meter: { fact: 'reports', limit: 5, label: 'Reports' },
      actions: [{ label: 'See plans', call: 'plans' }, { snooze: true }],
    },
    checkin: { kind: 'prompt', title: 'Check in', streak: { fact: 'row', today: { fact: 'row_today' }, byHand: true } },
    rewards: {
      kind: 'rewards',
      points: [
        { fact: 'reports', each: 10 },
        { milestone: 'first_report', points: 5 },
      ],
      levels: [
        { at: 0, title: 'Explorer' },
        { at: 30, title: 'Builder' },
      ],
      badges: [
        { milestone: 'first_report', title: 'First report' },
        { segment: 'keen', title: 'Keen' },
      ],
    },
  },
  plays: [{ id: 'offer', when: { reports: { $gte: 3 }, plan: null }, show: 'upgrade' }],
};

let browser: Browser;
let collector: RunningCollector;

beforeAll(async () => {
  [browser, collector] = await Promise.all([launchBrowser(), startCollector({ writeKeys: ['wk_prompt'] })]);
});
afterAll(async () => {
  await browser.close();
  await collector.stop();
});

interface PageOptions extends BrowserContextOptions {
  /** With the script tag and the definition. */
  readonly client?: boolean;
  readonly widget?: string;
  readonly lang?: string;
}

/** A page under the strictest policy; `told` has the widgets' events. */
async function open(html: string, { client = false, widget = 'prompt', lang, ...options }: PageOptions = {}) {
  const script = client
    ? `<script async src="${collector.url}/sdk/ahaloop.js" data-write-key="wk_prompt" data-page="off" data-lifecycle="/lifecycle.json"></script>`
    : `<script type="module" src="${collector.url}/sdk/widgets/${widget}.js"></script>`;
  const { stop, url } = await serveSite(
    { '/': shopPage(script, html, lang), '/lifecycle.json': JSON.stringify(DEFINITION), '/favicon.ico': '' },
    strictPolicy(collector.url, "img-src 'self'", `connect-src 'self' ${collector.url}`),
  );
  onTestFinished(stop);
  const { context, complaints } = await quietContext(browser, options);
  await noteLayoutShifts(context);
  await noteTold(context, ['aha-view', 'aha-click', 'aha-dismiss', 'aha-snooze']);
  const enter = async (): Promise<Page> => {
    const tab = await context.newPage();
    await tab.goto(url);
    return tab;
  };
  return { page: await enter(), enter, complaints };
}

const part = (page: Page, name: string, widget = 'aha-prompt') => page.locator(`${widget} [part~="${name}"]`).first();
const settings = (given: object) => `settings='${JSON.stringify(given).replaceAll("'", '&#39;')}'`;
const isModal = (page: Page) =>
  page.evaluate(() => Boolean(document.querySelector('aha-prompt')?.shadowRoot?.querySelector(':modal')));
const use = (page: Page, work: 'report' | 'upgrade') =>
  page.evaluate(async (what) => {
    const aha = window.ahaloop as Client;
    await (what === 'report' ? aha.track('Report Created') : aha.identify('u_1', { plan: 'pro' }));
  }, work);

const ALL = {
  title: 'More reports',
  text: 'With Pro there is no limit.',
  image: { src: '/none.png', alt: 'Three charts' },
  meter: { used: 18, limit: 20, label: 'Reports' },
  figures: [{ label: 'Reports', value: 12, compare: 8 }],
  streak: { days: 4, byHand: true },
  actions: [{ label: 'See plans', href: '#plans' }, { snooze: true }],
};
const { image, ...WITHOUT_IMAGE } = ALL;

describe('<aha-prompt>', () => {
  test.each([
    ['in the page', '', {}],
    ['in the page, dark', 'theme="dark"', { colorScheme: 'dark' as const }],
    [
      'in a modal, from right to left, on a phone',
      'placement="modal" open',
      { lang: 'ar', viewport: { width: 320, height: 640 } },
    ],
    ['in a banner, dark', 'placement="banner" open theme="dark"', {}],
    ['in forced colours', '', { forcedColors: 'active' as const }],
  ])('passes axe with all that it can show: %s', async (_, attributes, options) => {
    const { page } = await open(`<aha-prompt ${attributes} ${settings(WITHOUT_IMAGE)}></aha-prompt>`, options);
    await part(page, 'days').waitFor();
    await expectAccessible(page, 'aha-prompt');
    await part(page, 'check-in').click();
    await expectAccessible(page, 'aha-prompt');
  });

  test('an image that does not come leaves its alternative in its room, and the text whole', async () => {
    const { page, complaints } = await open('');
    let fail = (): void => {};
    const held = new Promise<void>((resolve) => (fail = resolve));
    await page.route('**/none.png', (route) => held.then(() => route.abort()));
    await page.evaluate(
      (given) =>
        document
          .querySelector('main')
          ?.append(Object.assign(document.createElement('aha-prompt'), { settings: given })),
      { title: ALL.title, image },
    );
    await part(page, 'title').waitFor();
    const before = await part(page, 'card').boundingBox();
    fail();
    await expect.poll(() => part(page, 'image').textContent()).toBe('Three charts');
    expect(await part(page, 'card').boundingBox()).toEqual(before);
    expect(await part(page, 'title').textContent()).toBe('More reports');
    // The browser's own, of the image.
    expect(complaints.splice(0)).toHaveLength(1);
  });

  test('is used by keyboard alone', async () => {
    const { page } = await open(`<aha-prompt closable ${settings(WITHOUT_IMAGE)}></aha-prompt>`);
    await part(page, 'days').waitFor();
    await page.locator('#before').focus();
    const way: unknown[] = [];
    for (let at = 0; at < 5; at++) {
      await page.keyboard.press('Tab');
      way.push(await focused(page));
      if (at === 0) await page.keyboard.press('Enter');
      if (at === 1) await page.keyboard.press('Enter');
    }
    expect(way).toEqual(['check-in', 'action action-first', 'action', 'close', 'after']);
    expect(page.url()).toContain('#plans');
    expect((await told(page)).map(({ type, detail }) => [type, detail.properties?.action])).toEqual([
      ['aha-view', undefined],
      ['aha-click', 'check_in'],
      ['aha-click', 'link'],
    ]);
  });

  test.each([
    ['in the page', ''],
    ['in a modal', 'placement="modal" open'],
    ['in a banner', 'placement="banner" open'],
  ])('fits 320 px %s with targets of 44 px, however long the text', async (_, attributes) => {
    const { page } = await open(
      `<aha-prompt ${attributes} ${settings({ ...WITHOUT_IMAGE, title: 'W'.repeat(1_000) })}></aha-prompt>`,
      { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true },
    );
    await part(page, 'days').waitFor({ state: 'attached' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await leastSide(page.locator('aha-prompt').locator('a, button'))).toBeGreaterThanOrEqual(43.5);
  });
});

describe('<aha-prompt placement="modal">', () => {
  const modal = (more = '') => open(`<aha-prompt placement="modal" ${more} ${settings(WITHOUT_IMAGE)}></aha-prompt>`);
  const show = async (page: Page) => {
    await page.evaluate(() => document.querySelector('aha-prompt')?.toggleAttribute('open', true));
    await expect.poll(() => isModal(page)).toBe(true);
  };

  test('takes the focus, keeps it in, gives it back, closes by Escape', async () => {
    const { page } = await modal();
    await page.locator('#after').focus();
    await show(page);
    expect(await focused(page)).toBe('card');
    for (let at = 0; at < 8; at++) {
      await page.keyboard.press('Tab');
      expect(['before', 'after']).not.toContain(await focused(page));
    }
    await page.keyboard.press('Escape');
    await expect.poll(() => isModal(page)).toBe(false);
    expect(await focused(page)).toBe('after');
    expect(await toldTypes(page)).toEqual(['aha-view', 'aha-dismiss']);
  });

  test('gives the focus back also where the element is taken out of the page', async () => {
    const { page } = await modal();
    await page.locator('#before').focus();
    await show(page);
    await page.evaluate(() => document.querySelector('aha-prompt')?.remove());
    await expect.poll(() => focused(page)).toBe('before');
  });

  test('a click beside it closes it only where that is asked for; the page scrolls as it did', async () => {
    const { page } = await modal();
    await page.evaluate(() => document.body.style.setProperty('block-size', '3000px'));
    await show(page);
    await page.mouse.click(20, 20);
    await painted(page);
    expect(await isModal(page)).toBe(true);
    await page.mouse.wheel(0, 300);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0);
    expect(await page.evaluate(() => document.body.getAttribute('style'))).toBe('block-size: 3000px;');
    await part(page, 'close').click();
    await expect.poll(() => isModal(page)).toBe(false);
    await page.evaluate(() => document.querySelector('aha-prompt')?.setAttribute('closedby', 'any'));
    await show(page);
    await page.mouse.move(640, 360);
    await page.mouse.down();
    await page.mouse.move(20, 20);
    await page.mouse.up();
    expect(await isModal(page)).toBe(true);
    await page.mouse.click(20, 20);
    await expect.poll(() => isModal(page)).toBe(false);
    expect((await toldTypes(page)).filter((type) => type === 'aha-dismiss')).toHaveLength(2);
  });

  test("waits for the host's modal to close", async () => {
    const { page } = await modal();
    await page.evaluate(() => {
      const dialog = document.body.appendChild(document.createElement('dialog'));
      dialog.append(document.createElement('button'));
      dialog.showModal();
      document.querySelector('aha-prompt')?.toggleAttribute('open', true);
    });
    await painted(page);
    expect(await isModal(page)).toBe(false);
    await page.evaluate(() => document.querySelector('dialog')?.close());
    await expect.poll(() => isModal(page)).toBe(true);
  });
});

describe('<aha-prompt placement="banner">', () => {
  test('opens without focus and without moving anything, is announced, and steps aside', async () => {
    const { page } = await open(`<aha-prompt placement="banner" ${settings(WITHOUT_IMAGE)}></aha-prompt>`);
    await page.locator('#before').focus();
    const before = await page.locator('#after').boundingBox();
    await page.evaluate(() => document.querySelector('aha-prompt')?.toggleAttribute('open', true));
    await expect
      .poll(() => page.locator('aha-prompt [role=status]').textContent())
      .toBe('A notice has opened on this page.');
    expect(await focused(page)).toBe('before');
    expect(await page.locator('#after').boundingBox()).toEqual(before);
    expect(await layoutShifts(page)).toEqual([]);
    const top = async () => (await part(page, 'card').boundingBox())?.y ?? 0;
    await expect.poll(top).toBe(0);
    await page.locator('#after').focus();
    await expect.poll(top).toBeGreaterThan(300);
  });
});

describe('with a client', () => {
  const offer = (page: Page) => page.locator('aha-prompt[promotion=upgrade] [part~=card]');

  test('a play shows it with the figures as they are, and it goes by itself in every tab once the person has upgraded in one', async () => {
    const { page, enter } = await open('', { client: true });
    await page.waitForFunction(() => (window.ahaloop as Client | undefined)?.state());
    for (let at = 0; at < 3; at++) await use(page, 'report');
    await offer(page).waitFor();
    expect(await part(page, 'title').textContent()).toBe('You made 3 of 5 reports');
    await use(page, 'report');
    await expect.poll(() => part(page, 'title').textContent()).toBe('You made 4 of 5 reports');
    const other = await enter();
    await other.waitForFunction(() => (window.ahaloop as Client | undefined)?.state()?.facts.reports === 4);
    await use(other, 'upgrade');
    await expect.poll(() => offer(page).count()).toBe(0);
    expect(await toldTypes(page)).toEqual(['aha-view']);
    const why = await page.evaluate(() =>
      ((window.ahaloop as Client).explain('offer') ?? []).filter(({ passed }) => !passed).map(({ gate }) => gate),
    );
    expect(why).not.toContain('surface');
  });

  test('put off, it is told as such and is not there after a reload', async () => {
    const { page } = await open('', { client: true });
    await page.waitForFunction(() => (window.ahaloop as Client | undefined)?.state());
    for (let at = 0; at < 3; at++) await use(page, 'report');
    await offer(page).waitFor();
    await page.locator('aha-prompt [part~=action]').nth(1).click();
    await expect.poll(() => toldTypes(page)).toEqual(['aha-view', 'aha-snooze']);
    await page.reload();
    await page.waitForFunction(() => (window.ahaloop as Client | undefined)?.state()?.facts.reports === 3);
    await painted(page);
    expect(await offer(page).count()).toBe(0);
  });

  test('checking in by hand goes on with the streak, and is still there after a reload', async () => {
    const { page } = await open('<aha-prompt promotion="checkin"></aha-prompt>', { client: true });
    await part(page, 'check-in').click();
    await expect.poll(() => part(page, 'days').textContent()).toBe('1 day in a row');
    await page.reload();
    await expect.poll(() => part(page, 'today').textContent()).toBe('Today is done.');
    expect(await part(page, 'days').textContent()).toBe('1 day in a row');
  });

  test('rewards follow what the person does', async () => {
    const { page } = await open('<aha-rewards></aha-rewards>', { client: true });
    await part(page, 'level', 'aha-rewards').waitFor();
    expect(await part(page, 'points', 'aha-rewards').textContent()).toBe('0 points');
    await expectAccessible(page, 'aha-rewards');
    for (let at = 0; at < 3; at++) await use(page, 'report');
    await expect.poll(() => part(page, 'level', 'aha-rewards').textContent()).toBe('Builder');
    expect(await part(page, 'points', 'aha-rewards').textContent()).toBe('35 points');
    await expect.poll(() => page.locator('aha-rewards [part~=badge-earned]').count()).toBe(2);
    expect(await page.locator('aha-rewards [role=status]').textContent()).toBe('You have reached Builder.');
    await expectAccessible(page, 'aha-rewards');
  });
});

describe('<aha-rewards>', () => {
  const GIVEN = {
    levels: [
      { at: 0, title: 'W'.repeat(300) },
      { at: 50, title: 'B' },
    ],
    badges: [{ segment: 's', title: 'W'.repeat(300) }],
  };

  test.each([
    ['light', {}],
    ['dark, from right to left', { colorScheme: 'dark' as const, lang: 'ar' }],
    ['in forced colours', { forcedColors: 'active' as const }],
  ])('passes axe and fits 320 px: %s', async (_, options) => {
    const { page } = await open(`<aha-rewards granted="20" ${settings(GIVEN)}></aha-rewards>`, {
      widget: 'rewards',
      viewport: { width: 320, height: 640 },
      ...options,
    });
    await part(page, 'points', 'aha-rewards').waitFor();
    await expectAccessible(page, 'aha-rewards');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });
});
