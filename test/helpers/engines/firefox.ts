import puppeteer from 'puppeteer-core';
import { findFirefox } from '../../../scripts/install-engines.mjs';
import { EngineMissing, type Engine, type LaunchOptions } from './engine.js';
import { processesBelow, signal } from './processes.js';
import { COMMAND_LIMIT_MS, puppeteerEngine } from './puppeteer-engine.js';
import { tempProfile } from './temp-profile.js';

/** No word to its maker, no updates, and no wish to bring back pages after a crash. */
const QUIET = {
  'app.update.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'browser.sessionstore.resume_from_crash': false,
  'toolkit.startup.max_resumed_crashes': -1,
};

/** Starts the installed Firefox, headless, over WebDriver BiDi. */
export async function launchFirefox({ profile, forgetful = false, quotaKb }: LaunchOptions): Promise<Engine> {
  const executablePath = findFirefox();
  if (!executablePath) throw new EngineMissing('Firefox is not installed; "node scripts/install-engines.mjs" does it.');
  const { folder, remove } = tempProfile(profile);
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    userDataDir: folder,
    protocolTimeout: COMMAND_LIMIT_MS,
    extraPrefsFirefox: {
      ...QUIET,
      'browser.privatebrowsing.autostart': forgetful,
      ...(quotaKb !== undefined && { 'dom.quotaManager.temporaryStorage.fixedLimit': quotaKb }),
    },
  });
  return puppeteerEngine({
    name: 'firefox',
    browser,
    // Pages of one site share a process.
    crash: async () => {
      const tabs = processesBelow(browser.process()!.pid!).filter(({ command }) => command.endsWith(' tab'));
      for (const { pid } of tabs) signal(pid, 'SIGKILL');
    },
    devTools: () => Promise.reject(new Error('Firefox has no DevTools protocol')),
    removeProfile: remove,
  });
}
