import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/launch-browser.js';
import { serveSite, type Site } from '../helpers/serve-site.js';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const HOSTILE = `
  html { font-size: 62.5%; text-transform: uppercase; letter-spacing: .3em; line-height: 3 }
  * { all: unset !important } * { display: none }
  *, *::before { border: 3px dotted lime !important; font: 30px fantasy !important; color: red !important; padding: 7px !important }
  button, input, textarea, label, fieldset { display: none !important }
  main { display: block !important; transform: rotate(0.01deg) !important; overflow: hidden !important }`;

let browser: Browser;
let collector: RunningCollector;
let site: Site;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  [browser, collector] = await Promise.all([launchBrowser(), startCollector()]);
});
afterAll(async () => {
  await browser.close();
  await collector.stop();
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Told {
  readonly type: string;
  readonly detail: { readonly responseId: string; readonly partial?: boolean; readonly comment?: string };
}

/** A page under the strictest policy; `window.told` has the widget's events, `window.hold` is what it is told to wait for. */
async function open(
  attributes: string,
  page = {},
  { css = '', ...options }: BrowserContextOptions & { css?: string } = {},
) {
  const { lang = 'en', dir = 'ltr' } = page as { lang?: string; dir?: string };
  site = await serveSite(
    {
      '/': `<!doctype html><html lang="${lang}" dir="${dir}"><head><title>Shop</title>
        <meta name="viewport" content="width=device-width">
        <script type="module" src="${collector.url}/sdk/widgets/nps.js"></script></head>
        <body><main><h1>Shop</h1><button id="before">Before</button>
        <aha-nps ${attributes}></aha-nps><button id="after">After</button></main></body></html>`,
    },
    {
      'content-security-policy': `default-src 'none'; script-src ${collector.url}; require-trusted-types-for 'script'; trusted-types 'none'`,
    },
  );
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  const tab = await context.newPage();
  const complaints: string[] = [];
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', (error) => complaints.push(String(error)));
  await tab.addInitScript((hostile: string) => {
    Object.assign(window, { told: [] });
    for (const type of ['aha-view', 'aha-answer', 'aha-dismiss']) {
      document.addEventListener(type, (event) => {
        const { waitUntil, ...detail } = (event as CustomEvent<{ waitUntil?: (saved: Promise<void>) => void }>).detail;
        const { told, hold } = window as unknown as { told: unknown[]; hold?: () => Promise<void> };
        told.push({ type, detail });
        if (hold) waitUntil?.(hold());
      });
    }
    if (!hostile) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(hostile);
    document.adoptedStyleSheets = [sheet];
  }, css);
  closing.push(async () => {
    await context.close();
    await site.stop();
    expect(complaints).toEqual([]);
  });
  await tab.goto(site.url);
  return tab;
}

const radio = (page: Page, score: number) => page.locator('aha-nps input[type=radio]').nth(score);
const part = (page: Page, name: string) => page.locator(`aha-nps [part~=${name}]`);
const told = (page: Page) => page.evaluate(() => (window as unknown as { told: Told[] }).told);
/** What has the focus, in the page or in the widget: its id, part or value. */
const focused = (page: Page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return (
      element?.id || element?.getAttribute('part') || (element as HTMLInputElement | null)?.type || element?.localName
    );
  });
const isOpen = (page: Page) =>
  page.evaluate(() => Boolean(document.querySelector('aha-nps')?.shadowRoot?.querySelector(':popover-open')));
const hold = (page: Page, fails: boolean) =>
  page.evaluate((fail) => {
    Object.assign(window, { hold: () => (fail ? Promise.reject(new Error('no disk')) : Promise.resolve()) });
  }, fails);

/** No violation inside the widget, and axe has been inside. */
async function expectAccessible(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe });
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run('aha-nps').then(({ violations, passes }) =>
      ({ violations: violations.map(({ id, nodes }) => id + ' ' + nodes[0].html), passes: passes.length }))`,
    awaitPromise: true,
    returnByValue: true,
  });
  const { violations, passes } = result.value as { violations: string[]; passes: number };
  expect(violations).toEqual([]);
  expect(passes).toBeGreaterThan(5);
}

/** Waits until the page has been painted twenty times: what was going to be shown would be by then. */
const painted = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 20; frame++) await new Promise(requestAnimationFrame);
  });

describe('<aha-nps>', () => {
  test.each([
    ['in the page', 'product="Helloword"', {}, {}],
    ['in the corner, in Chinese, dark', 'placement="corner" open theme="dark"', { lang: 'zh-CN' }, {}],
    [
      'from right to left on a phone',
      'placement="corner" open question="ما؟"',
      { lang: 'ar', dir: 'rtl' },
      { viewport: { width: 320, height: 640 } },
    ],
    ['in forced colours', '', {}, { forcedColors: 'active' as const }],
  ])('passes axe in every state: %s', async (_where, attributes, page, options) => {
    const tab = await open(attributes, page, options);
    await radio(tab, 6).waitFor({ state: 'attached' });
    await expectAccessible(tab);
    await part(tab, 'submit').click();
    await part(tab, 'problem').waitFor();
    await expectAccessible(tab);
    await radio(tab, 6).check({ force: true });
    await part(tab, 'submit').click();
    await part(tab, 'comment').waitFor();
    await expectAccessible(tab);
    await hold(tab, true);
    await part(tab, 'submit').click();
    await part(tab, 'problem').waitFor();
    await expectAccessible(tab);
    await hold(tab, false);
    await part(tab, 'submit').click();
    await part(tab, 'thanks').waitFor();
    await expectAccessible(tab);
  });

  test('is answered by keyboard alone: one tab stop, arrows choose, focus goes along', async () => {
    const page = await open('');
    await radio(page, 0).waitFor({ state: 'attached' });
    await page.locator('#before').focus();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('radio');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await radio(page, 2).isChecked()).toBe(true);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('submit');
    await page.keyboard.press('Enter');
    await part(page, 'comment').waitFor();
    expect(await focused(page)).toBe('comment');
    await page.keyboard.type('Slow?');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await part(page, 'thanks').waitFor();
    expect(await focused(page)).toBe('card');
    expect(await page.locator('aha-nps [role=status]').textContent()).toContain('Thank you');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('after');
    expect((await told(page)).filter(({ type }) => type === 'aha-answer').map(({ detail }) => detail)).toMatchObject([
      { partial: true },
      { partial: false, comment: 'Slow?' },
    ]);
  });

  test('does not take the focus back from where the person has gone meanwhile', async () => {
    const page = await open('');
    await radio(page, 9).check({ force: true });
    await page.evaluate(() =>
      Object.assign(window, { hold: () => new Promise((resolve) => setTimeout(resolve, 300)) }),
    );
    await part(page, 'submit').click();
    await page.locator('#before').focus();
    await part(page, 'comment').waitFor();
    expect(await focused(page)).toBe('before');
  });

  test('makes one answer of a double click', async () => {
    const page = await open('');
    await radio(page, 9).check({ force: true });
    await part(page, 'submit').dblclick({ delay: 20 });
    await part(page, 'comment').waitFor();
    expect((await told(page)).map(({ type }) => type)).toEqual(['aha-view', 'aha-answer']);
  });

  test('tells of the view when it is scrolled to', async () => {
    const page = await open('', {}, { viewport: { width: 800, height: 300 } });
    await radio(page, 0).waitFor({ state: 'attached' });
    await page.evaluate(() =>
      document.querySelector('h1')?.after(...Array.from({ length: 60 }, () => document.createElement('br'))),
    );
    await page.evaluate(() => document.querySelector('aha-nps')?.setAttribute('survey', 'below'));
    await painted(page);
    const seenBelow = async () =>
      (await told(page)).filter(({ detail }) => 'survey' in detail && detail.survey === 'below').length;
    expect(await seenBelow()).toBe(0);
    await page.locator('aha-nps').scrollIntoViewIfNeeded();
    await expect.poll(seenBelow).toBe(1);
  });

  test('keeps its place, its text and its focus when it is moved', async () => {
    const page = await open('');
    await radio(page, 9).check({ force: true });
    await part(page, 'submit').click();
    await part(page, 'comment').fill('typed');
    await page.evaluate(() => {
      const main = document.querySelector('main') as unknown as { moveBefore(node: Node | null, before: null): void };
      main.moveBefore(document.querySelector('aha-nps'), null);
    });
    expect(await focused(page)).toBe('comment');
    await page.evaluate(() => document.body.append(document.querySelector('aha-nps') ?? ''));
    await expect.poll(() => part(page, 'comment').inputValue()).toBe('typed');
  });

  test.each([
    ['in the page', ''],
    ['as a sheet', 'placement="corner" open'],
  ])('fits 320 px %s, with targets of 44 px for a finger, however long the text', async (_where, attributes) => {
    const page = await open(
      `${attributes} question="${'W'.repeat(1_000)}"`,
      {},
      {
        viewport: { width: 320, height: 640 },
        hasTouch: true,
        isMobile: true,
      },
    );
    await radio(page, 0).waitFor({ state: 'attached' });
    const { width, targets } = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      targets: [...(document.querySelector('aha-nps')?.shadowRoot?.querySelectorAll('input, button') ?? [])].map(
        (target) => {
          const box = target.getBoundingClientRect();
          return Math.min(box.width, box.height);
        },
      ),
    }));
    expect(width).toBe(320);
    expect(Math.min(...targets)).toBeGreaterThanOrEqual(43.5);
  });

  test('looks the same, whatever style the page has', async () => {
    const look = async (css: string) => {
      const page = await open('placement="corner" open', {}, { css, reducedMotion: 'reduce' });
      await radio(page, 4).check({ force: true });
      // It comes with what asks the other questions.
      await part(page, 'later').waitFor();
      return page.evaluate(() =>
        [...(document.querySelector('aha-nps')?.shadowRoot?.querySelectorAll('*') ?? [])].map((element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          const { color, font, letterSpacing, textTransform } = getComputedStyle(element);
          return [element.localName, x, y, width, height, color, font, letterSpacing, textTransform].join(' ');
        }),
      );
    };
    expect(await look(HOSTILE)).toEqual(await look(''));
  });
});

describe('<aha-nps placement="corner">', () => {
  test('opens without taking the focus, is announced, closes by Escape inside, gives the focus back', async () => {
    const page = await open('placement="corner"');
    await page.locator('#before').focus();
    await page.evaluate(() => document.querySelector('aha-nps')?.toggleAttribute('open', true));
    await expect.poll(() => isOpen(page)).toBe(true);
    expect(await focused(page)).toBe('before');
    await expect
      .poll(() => page.locator('aha-nps [role=status]').textContent())
      .toBe('A question has opened on this page.');
    await page.keyboard.press('Escape');
    expect(await isOpen(page)).toBe(true);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('radio');
    await page.keyboard.press('Escape');
    await expect.poll(() => isOpen(page)).toBe(false);
    expect(await focused(page)).toBe('before');
    expect((await told(page)).map(({ type }) => type)).toEqual(['aha-view', 'aha-dismiss']);
  });

  test("waits for the host's modal to close", async () => {
    const page = await open('placement="corner"');
    await page.evaluate(() => {
      const dialog = document.body.appendChild(document.createElement('dialog'));
      dialog.append(document.createElement('button'));
      dialog.showModal();
      document.querySelector('aha-nps')?.toggleAttribute('open', true);
    });
    await painted(page);
    expect(await isOpen(page)).toBe(false);
    expect(await told(page)).toEqual([]);
    await page.evaluate(() => document.querySelector('dialog')?.close());
    await expect.poll(() => isOpen(page)).toBe(true);
  });

  test('steps aside where it would hide what the person focuses', async () => {
    const page = await open('placement="corner" open', {}, { viewport: { width: 900, height: 500 } });
    await expect.poll(() => isOpen(page)).toBe(true);
    await page.evaluate(() => {
      const after = document.getElementById('after');
      after?.style.setProperty('position', 'fixed');
      after?.style.setProperty('right', '80px');
      after?.style.setProperty('bottom', '80px');
      after?.focus();
    });
    await expect.poll(async () => (await part(page, 'card').boundingBox())?.x).toBeLessThan(100);
  });
});
