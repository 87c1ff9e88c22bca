import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { runInPage } from './run-in-page.js';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds in all that the selector matches, or in the whole page; and how many of its rules found nothing. */
export async function runAxe(page: Page, selector?: string): Promise<{ violations: string[]; passes: number }> {
  const found = await runInPage(
    page,
    `${axe}; axe.run(${selector === undefined ? 'document' : JSON.stringify(selector)}).then(({ violations, passes }) =>
      ({ violations: violations.map(({ id, nodes }) => id + ' ' + nodes[0].html), passes: passes.length }))`,
  );
  return found as { violations: string[]; passes: number };
}

/** No violation inside the widget, and axe has been inside. */
export async function expectAccessible(page: Page, selector: string): Promise<void> {
  const { violations, passes } = await runAxe(page, selector);
  expect(violations).toEqual([]);
  expect(passes).toBeGreaterThan(5);
}
