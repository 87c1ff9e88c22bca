import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type {} from '../../widgets/shared/events.js';
import { expectAccessible } from '../helpers/axe.js';
import { focused } from '../helpers/focused.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { leastSide } from '../helpers/least-side.js';
import { painted } from '../helpers/painted.js';
import { quietContext } from '../helpers/quiet-context.js';
import { serveSite } from '../helpers/serve-site.js';
import { shopPage } from '../helpers/shop-page.js';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';
import { strictPolicy } from '../helpers/strict-policy.js';
import { noteTold, told, toldTypes } from '../helpers/told.js';

const HOSTILE = `
  html { font-size: 62.5%; text-transform: uppercase; letter-spacing: .3em; line-height: 3 }
  * { all: unset !important } * { display: none }
  *, *::before { border: 3px dotted lime !important; font: 30px fantasy !important; color: red !important; padding: 7px !important }
  button, input, textarea, label, fieldset { display: none !important }
  main { display: block !important; transform: rotate(0.01deg) !important; overflow: hidden !important }`;

let browser: Browser;
let collector: RunningCollector;

beforeAll(async () => {
  [browser, collector] = await Promise.all([launchBrowser(), startCollector()]);
});
afterAll(async () => {
  await browser.close();
  await collector.stop();
});

interface PageOptions extends BrowserContextOptions {
  readonly lang?: string;
  /** A style sheet of the page. */
  readonly css?: string;
}

/** A page under the strictest policy; `told` has the widget's events, `window.hold` is what it is told to wait for. */
async function open(attributes: string, { lang, css, ...options }: PageOptions = {}): Promise<Page> {
  const script = `<script type="module" src="${collector.url}/sdk/widgets/nps.js"></script>`;
  const html = shopPage(script, `<aha-nps ${attributes}></aha-nps>`, lang);
  const site = await serveSite({ '/': html }, strictPolicy(collector.url));
  onTestFinished(site.stop);
  const { context } = await quietContext(browser, options);
  await noteTold(context, ['aha-view', 'aha-answer', 'aha-dismiss']);
  await context.addInitScript((text = '') => {
    document.addEventListener('aha-answer', ({ detail }) => {
      const { hold } = window as unknown as { hold?: () => Promise<void> };
      if (hold) detail.waitUntil(hold());
    });
    if (!text) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, css);
  const page = await context.newPage();
  await page.goto(site.url);
  return page;
}

const radio = (page: Page, score: number) => page.locator('aha-nps input[type=radio]').nth(score);
const part = (page: Page, name: string) => page.locator(`aha-nps [part~=${name}]`);
const isOpen = (page: Page) =>
  page.evaluate(() => Boolean(document.querySelector('aha-nps')?.shadowRoot?.querySelector(':popover-open')));
const hold = (page: Page, fails: boolean) =>
  page.evaluate((fail) => {
    Object.assign(window, { hold: () => (fail ? Promise.reject(new Error('no disk')) : Promise.resolve()) });
  }, fails);

describe('<aha-nps>', () => {
  test.each([
    ['in the page', 'product="Helloword"', {}],
    ['in the corner, in Chinese, dark', 'placement="corner" open theme="dark"', { lang: 'zh-CN' }],
    [
      'from right to left on a phone',
      'placement="corner" open question="ما؟"',
      { lang: 'ar', viewport: { width: 320, height: 640 } },
    ],
    ['in forced colours', '', { forcedColors: 'active' as const }],
  ])('passes axe in every state: %s', async (_where, attributes, options) => {
    const tab = await open(attributes, options);
    await radio(tab, 6).waitFor({ state: 'attached' });
    await expectAccessible(tab, 'aha-nps');
    await part(tab, 'submit').click();
    await part(tab, 'problem').waitFor();
    await expectAccessible(tab, 'aha-nps');
    await radio(tab, 6).check({ force: true });
    await part(tab, 'submit').click();
    await part(tab, 'comment').waitFor();
    await expectAccessible(tab, 'aha-nps');
    await hold(tab, true);
    await part(tab, 'submit').click();
    await part(tab, 'problem').waitFor();
    await expectAccessible(tab, 'aha-nps');
    await hold(tab, false);
    await part(tab, 'submit').click();
    await part(tab, 'thanks').waitFor();
    await expectAccessible(tab, 'aha-nps');
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
    expect(await toldTypes(page)).toEqual(['aha-view', 'aha-answer']);
  });

  test('tells of the view when it is scrolled to', async () => {
    const page = await open('', { viewport: { width: 800, height: 300 } });
    await radio(page, 0).waitFor({ state: 'attached' });
    await page.evaluate(() =>
      document.querySelector('h1')?.after(...Array.from({ length: 60 }, () => document.createElement('br'))),
    );
    await page.evaluate(() => document.querySelector('aha-nps')?.setAttribute('survey', 'below'));
    await painted(page);
    const seenBelow = async () => (await told(page)).filter(({ detail }) => detail.survey === 'below').length;
    expect(await seenBelow()).toBe(0);
    // Its place may still change while its words are on their way.
    const scrollTo = () => page.locator('aha-nps').scrollIntoViewIfNeeded();
    await expect.poll(() => scrollTo().then(seenBelow)).toBe(1);
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
    const page = await open(`${attributes} question="${'W'.repeat(1_000)}"`, {
      viewport: { width: 320, height: 640 },
      hasTouch: true,
      isMobile: true,
    });
    await radio(page, 0).waitFor({ state: 'attached' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await leastSide(page.locator('aha-nps').locator('input, button'))).toBeGreaterThanOrEqual(43.5);
  });

  test('looks the same, whatever style the page has', async () => {
    const look = async (css: string) => {
      const page = await open('placement="corner" open', { css, reducedMotion: 'reduce' });
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
    expect(await toldTypes(page)).toEqual(['aha-view', 'aha-dismiss']);
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
    const page = await open('placement="corner" open', { viewport: { width: 900, height: 500 } });
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
