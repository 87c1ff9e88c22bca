import type { Page } from 'playwright-core';

/** Runs a script as the browser's developer tools do, which no policy of the page stops. Resolves with what it, or its promise, comes to. */
export async function runInPage(page: Page, script: string): Promise<unknown> {
  const session = await page.context().newCDPSession(page);
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: script,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}
