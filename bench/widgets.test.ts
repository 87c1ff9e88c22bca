/**
 * How long a person waits for a widget after a click or a key, with a processor four times slower: the longest of all interactions in
 * each state of the gallery (Event Timing, in steps of 8 ms; the goal is INP < 50 ms), beside that of a plain button of the page, which
 * is what this machine costs.
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
    const longest = { ms: 0, of: 'nothing' };
    Object.assign(window, { longest });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceEventTiming[]) {
        if (!(entry as { interactionId?: number }).interactionId || entry.duration <= longest.ms) continue;
        Object.assign(longest, { ms: entry.duration, of: entry.name });
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
  type Longest = { ms: number; of: string };
  const longestOf = async (control: Locator): Promise<Longest> => {
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await control.click({ force: true });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 200))));
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    return page.evaluate(() => (window as unknown as { longest: Longest }).longest);
  };
  let worst: Longest = { ms: 0, of: 'nothing' };
  let plain: Longest = worst;
  for (const state of (await galleryStates()).filter((one) => one.widget === widget)) {
    for (let at = 0; at <= MOST_CONTROLS; at++) {
      await page.goto(gallery.cell(state));
      await page.locator('html[data-ready]').waitFor({ state: 'attached' });
      if (at === MOST_CONTROLS) {
        await page.evaluate(() => {
          const button = document.createElement('button');
          button.textContent = 'plain';
          button.addEventListener('click', () => (button.textContent = 'clicked'));
          document.body.prepend(button);
        });
        const longest = await longestOf(page.locator('body > button'));
        if (longest.ms > plain.ms) plain = longest;
        continue;
      }
      const control = page
        .locator(`aha-${widget}`)
        .locator('button:visible, input:visible, textarea:visible, [role=switch]:visible')
        .nth(at);
      if ((await control.count()) === 0) continue;
      const longest = await longestOf(control);
      if (longest.ms > worst.ms) worst = { ...longest, of: `${longest.of}, ${state.title}, control ${at + 1}` };
    }
  }
  const figure = `${worst.ms} ms at most (${worst.of}); a plain button ${plain.ms} ms`;
  process.stdout.write(`<aha-${widget}>, a processor ${SLOWER} times slower: ${figure}\n`);
  expect(worst.ms).toBeGreaterThanOrEqual(0);
  await context.close();
});
