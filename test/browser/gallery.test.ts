/**
 * Every widget in every state that the gallery shows: no violation that axe-core finds, nothing wider than the page, and the accessibility
 * tree that was reviewed (trees/). In `npm test` axe-core looks at each state in one of the looks; with GALLERY=all (`npm run test:gallery`)
 * in all.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runAxe } from '../helpers/axe.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { layoutShifts, noteLayoutShifts } from '../helpers/layout-shifts.js';
import { complaintsOf } from '../helpers/quiet-context.js';
import { GALLERY_LANGUAGES, GALLERY_WIDGETS, galleryStates, serveGallery } from '../helpers/serve-gallery.js';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';

let browser: Browser;
let collector: RunningCollector;
let gallery: Awaited<ReturnType<typeof serveGallery>>;
const states = await galleryStates();

beforeAll(async () => {
  [browser, collector] = await Promise.all([launchBrowser(), startCollector()]);
  gallery = await serveGallery(collector.url);
});
afterAll(async () => {
  await browser.close();
  await gallery.stop();
  await collector.stop();
});

/** A page of that width, and what it complains of. */
async function newPage(width: number): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 800 }, reducedMotion: 'reduce' });
  const complaints = complaintsOf(
    context,
    // A setting that is refused is told to the developer: some states show just that.
    (message) => message.type() === 'error' && !message.text().startsWith('ahaloop: <aha-'),
  );
  return { page: await context.newPage(), complaints };
}

const ready = async (page: Page, url: string): Promise<void> => {
  await page.goto(url);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
};

/** What sticks out of the page at its side. */
const tooWide = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const all = process.env.GALLERY === 'all';

const LOOKS = [
  { lang: 'en', theme: 'light', width: 1024 },
  { lang: 'zh-CN', theme: 'dark', width: 320 },
  { lang: 'ar', theme: 'light', width: 320 },
] as const;

test.concurrent.for(GALLERY_WIDGETS.flatMap((widget) => LOOKS.map((look, turn) => ({ widget, turn, ...look }))))(
  '$widget in $lang, $theme, $width px: no state has a violation, a mistake or is wider than its page; its tree is the reviewed one',
  async ({ widget, turn, lang, theme, width }, { expect }) => {
    const { page, complaints } = await newPage(width);
    const found: string[] = [];
    const trees: string[] = [];
    // The trees were reviewed in English.
    const isReviewed = lang === 'en';
    for (const state of states.filter((one) => one.widget === widget)) {
      const isLookedAt = all || state.index % LOOKS.length === turn;
      if (!isLookedAt && !isReviewed) continue;
      await ready(page, gallery.cell(state, { lang, theme }));
      if (isReviewed) {
        trees.push(`# ${state.title}\n${await page.locator(`aha-${widget} .card`).first().ariaSnapshot()}\n`);
      }
      if (!isLookedAt) continue;
      found.push(...(await runAxe(page)).violations.map((violation) => `${state.title}: ${violation}`));
      if ((await tooWide(page)) > 0) found.push(`${state.title}: wider than ${width} px`);
    }
    expect([...found, ...complaints]).toEqual([]);
    if (isReviewed) await expect(trees.join('\n')).toMatchFileSnapshot(`trees/${widget}.yml`);
    await page.context().close();
  },
);

test('what is shown over the page moves nothing of it, when it opens and when it closes', async () => {
  const { page } = await newPage(640);
  await noteLayoutShifts(page.context());
  for (const state of states.filter(({ placement }) => placement !== undefined)) {
    await ready(page, gallery.cell(state));
    await page.locator(`aha-${state.widget}`).evaluate((element) => element.removeAttribute('open'));
    expect([state.widget, state.title, await layoutShifts(page)]).toEqual([state.widget, state.title, []]);
  }
  await page.context().close();
});

test('every widget speaks every language: no word of another', async () => {
  const { page } = await newPage(640);
  for (const widget of GALLERY_WIDGETS) {
    const first = states.find((one) => one.widget === widget)!;
    const said = new Map<string, string>();
    const languages = all ? GALLERY_LANGUAGES : GALLERY_LANGUAGES.filter((lang) => /^(en|zh-CN|ar|de)$/.test(lang));
    for (const lang of languages) {
      await ready(page, gallery.cell(first, { lang }));
      const { text, spoken } = await page.locator(`aha-${widget}`).evaluate((element) => {
        const card = element.shadowRoot!.firstElementChild as HTMLElement;
        return { text: card.innerText, spoken: card.lang };
      });
      expect([widget, spoken]).toEqual([widget, lang]);
      said.set(lang, text);
    }
    expect(new Set(said.values()).size).toBe(languages.length);
  }
  await page.context().close();
});
