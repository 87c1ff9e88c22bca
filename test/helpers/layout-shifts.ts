import type { BrowserContext, Page } from 'playwright-core';
import { painted } from './painted.js';

/** Notes in every page from now on what moves without being moved, for `layoutShifts`. */
export async function noteLayoutShifts(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** The scores of the shifts since the page was loaded, once what has changed is painted. */
export async function layoutShifts(page: Page): Promise<number[]> {
  await painted(page, 5);
  return page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
}
