import puppeteer, { type CDPSession, type Page } from 'puppeteer-core';
import { BROWSER_ARGS, findBrowser } from '../../../scripts/find-browser.mjs';
import type { Engine, LaunchOptions } from './engine.js';
import { COMMAND_LIMIT_MS, puppeteerEngine } from './puppeteer-engine.js';
import { tempProfile } from './temp-profile.js';

/** Looked for once: finding one means starting it. */
const executable = (
  (found?: Promise<string>) => () =>
    (found ??= findBrowser())
)();

/** Starts a Chromium, headless, with its back/forward cache on as a person's is. */
export async function launchChromium({ profile, forgetful = false }: LaunchOptions): Promise<Engine> {
  const { folder, remove } = tempProfile(profile);
  const browser = await puppeteer.launch({
    executablePath: await executable(),
    userDataDir: folder,
    protocolTimeout: COMMAND_LIMIT_MS,
    args: [...BROWSER_ARGS, ...(forgetful ? ['--incognito'] : [])],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  const sessions = new WeakMap<Page, CDPSession>();
  return puppeteerEngine({
    name: 'chromium',
    browser,
    crash: async (page) => {
      const session = await page.createCDPSession();
      // No answer comes from a process that has ended.
      const crashed = new Promise((resolve) => page.once('error', resolve));
      session.send('Page.crash').catch(() => {});
      await crashed;
    },
    devTools: async (page, method, params) => {
      // What a session has changed lasts as long as it does.
      const session = sessions.get(page) ?? (await page.createCDPSession());
      sessions.set(page, session);
      await session.send(method as 'Page.enable', params);
    },
    removeProfile: remove,
  });
}
