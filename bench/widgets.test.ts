/**
 * How long a person waits for a widget after a click or a key, with a processor four times slower: the longest of all interactions in
 * each state of the gallery (Event Timing, in steps of 8 ms; the goal is INP < 50 ms), beside that of a plain button of the page, which
 * is what this machine costs; and of that, the time in code that listens, which alone is ours.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Locator } from 'playwright-core';
import { launchBrowser } from '../test/helpers/launch-browser.js';
import { GALLERY_WIDGETS, galleryStates, serveGallery } from '../test/helpers/serve-gallery.js';
import { startCollector, type RunningCollector } from '../test/helpers/start-collector.js';

const SLOWER = 4;
const MOST_CONTROLS = 6;

let browser: Browser;
let collector: RunningCollector;
let gallery: Awaited<ReturnType<typeof serveGallery>>;
beforeAll(async () => {
  [browser, collector] = await Promise.all([launchBrowser(), startCollector()]);
  gallery = await serveGallery(collector.url);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await gallery.stop();
  await collector.stop();
});

test.each(GALLERY_WIDGETS)('%s', async (widget) => {
  const context = await browser.newContext({ viewport: { width: 800, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await page.addInitScript(() => {
    const longest = { ms: 0, inCode: 0, of: 'nothing' };
    Object.assign(window, { longest });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceEventTiming[]) {
        if (!(entry as { interactionId?: number }).interactionId) continue;
        longest.inCode = Math.max(longest.inCode, entry.processingEnd - entry.processingStart);
        if (entry.duration > longest.ms) Object.assign(longest, { ms: entry.duration, of: entry.name });
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
  type Longest = { ms: number; inCode: number; of: string };
  const longestOf = async (control: Locator): Promise<Longest> => {
    await control.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await control.boundingBox())!;
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    // By the mouse alone: what the driver looks for before a click is code in the page too.
    await page.mouse.click(x + width / 2, y + height / 2);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 200))));
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    return page.evaluate(() => (window as unknown as { longest: Longest }).longest);
  };
  const all: number[] = [];
  const plain: number[] = [];
  let worst: Longest = { ms: 0, inCode: 0, of: 'nothing' };
  let inCode = 0;
  for (const state of (await galleryStates()).filter((one) => one.widget === widget)) {
    for (let at = 0; at <= MOST_CONTROLS; at++) {
      await page.goto(gallery.cell(state));
      await page.locator('html[data-ready]').waitFor({ state: 'attached' });
      // The page has come to rest: what is measured is the press.
      await page.evaluate(() => new Promise((rest) => requestIdleCallback(rest)));
      if (at === MOST_CONTROLS) {
        await page.evaluate(() => {
          const button = document.createElement('button');
          button.textContent = 'plain';
          button.addEventListener('click', () => (button.textContent = 'clicked'));
          document.body.prepend(button);
        });
        plain.push((await longestOf(page.locator('body > button'))).ms);
        continue;
      }
      const control = page
        .locator(`aha-${widget}`)
        .locator('button:visible, input:visible, textarea:visible, [role=switch]:visible')
        .nth(at);
      if ((await control.count()) === 0) continue;
      const longest = await longestOf(control);
      all.push(longest.ms);
      inCode = Math.max(inCode, longest.inCode);
      if (longest.ms > worst.ms) worst = { ...longest, of: `${longest.of}, ${state.title}, control ${at + 1}` };
    }
  }
  const median = (of: number[]): number => of.toSorted((a, b) => a - b)[of.length >> 1] ?? 0;
  const ours = `${all.length} presses: ${median(all)} ms in the middle, ${worst.ms} at most (${worst.of}), ${inCode.toFixed(0)} in code`;
  const figure = `${ours}; a plain button ${median(plain)} and ${Math.max(...plain)} ms`;
  process.stdout.write(`<aha-${widget}>, a processor ${SLOWER} times slower, ${figure}\n`);
  expect(worst.ms).toBeGreaterThanOrEqual(0);
  await context.close();
});
