import type { Browser, BrowserContext, BrowserContextOptions, ConsoleMessage } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

/** What the pages of a context write to the console, where it counts, and what is thrown there, as it comes. */
export function complaintsOf(
  context: BrowserContext,
  counts: (message: ConsoleMessage) => boolean = () => true,
): string[] {
  const complaints: string[] = [];
  context.on('console', (message) => counts(message) && complaints.push(message.text()));
  context.on('weberror', (error) => complaints.push(String(error.error())));
  return complaints;
}

/** A browser context of its own, closed when the test is over. By then none of its pages may have complained of anything. */
export async function quietContext(
  browser: Browser,
  options: BrowserContextOptions = {},
  counts?: (message: ConsoleMessage) => boolean,
): Promise<{ readonly context: BrowserContext; readonly complaints: string[] }> {
  const context = await browser.newContext(options);
  const complaints = complaintsOf(context, counts);
  onTestFinished(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });
  return { context, complaints };
}
