/**
 * A browser that Puppeteer drives, Chromium or Firefox, as an engine.
 */
import type { Browser, Page } from 'puppeteer-core';
import type { Engine, EngineName, EnginePage } from './engine.js';
import { signal } from './processes.js';

/** How long a command may take, in milliseconds: less than a fault may, so that it is known which one hung. */
export const COMMAND_LIMIT_MS = 100_000;

/** A browser that has lost its way may never say that it has closed. */
const QUIT_LIMIT_MS = 10_000;

export interface PuppeteerEngine {
  readonly name: EngineName;
  readonly browser: Browser;
  /** Ends the process that runs the page. */
  readonly crash: (page: Page) => Promise<void>;
  /** Sends a command of the DevTools protocol. */
  readonly devTools: (page: Page, method: string, params: object) => Promise<void>;
  readonly removeProfile: () => void;
}

export async function puppeteerEngine({
  name,
  browser,
  crash,
  devTools,
  removeProfile,
}: PuppeteerEngine): Promise<Engine> {
  const child = browser.process();
  if (!child?.pid) throw new Error(`${name} has no process`);
  const { pid } = child;
  const gone = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

  const wrap = (page: Page): EnginePage => ({
    goto: async (url) => {
      await page.goto(url);
    },
    reload: async () => {
      await page.reload();
    },
    // Not `goBack`: Firefox tells its driver nothing of a page that comes back from its cache.
    back: () => page.evaluate(() => history.back()),
    evaluate: (run, ...args) => page.evaluate(run as never, ...args),
    toFront: () => page.bringToFront(),
    crash: () => crash(page),
    freeze: () => devTools(page, 'Page.setWebLifecycleState', { state: 'frozen' }),
    close: () => page.close(),
    devTools: (method, params) => devTools(page, method, params),
  });

  return {
    name,
    version: await browser.version(),
    pid,
    openPage: async (url) => {
      const page = await browser.newPage();
      // A crash is what some tests are about.
      page.on('error', () => {});
      await page.goto(url);
      return wrap(page);
    },
    kill: async (name) => {
      signal(pid, name);
      await gone;
      await browser.disconnect();
    },
    quit: async () => {
      const impatience = setTimeout(() => signal(pid, 'SIGKILL'), QUIT_LIMIT_MS);
      await Promise.race([browser.close().catch(() => signal(pid, 'SIGKILL')), gone]);
      clearTimeout(impatience);
      removeProfile();
    },
  };
}
