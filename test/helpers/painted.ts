import type { Page } from 'playwright-core';

/** Waits until the page has been painted so many times: what was going to be shown would be by then. */
export const painted = (page: Page, times = 20): Promise<void> =>
  page.evaluate(async (frames) => {
    for (let frame = 0; frame < frames; frame++) await new Promise(requestAnimationFrame);
  }, times);
