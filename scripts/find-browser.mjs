/**
 * Finds a Chromium to test with, or installs one: an environment variable, an installed Chrome or Chromium, Playwright's own; failing
 * these Playwright's download, then the distribution's package. Says what it does; fails with the remedy.
 *
 * As a command it prints what it found.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const VARIABLES = ['AHALOOP_BROWSER', 'CHROME_BIN', 'CHROME_PATH'];
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const MAC_APPLICATIONS = ['Google Chrome', 'Chromium', 'Google Chrome for Testing'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

/** What Chromium needs to run headless for us: without a sandbox where it has no user namespace for one (root, CI). */
export const BROWSER_ARGS = [
  ...(process.platform === 'linux' ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const say = (text) => process.stderr.write(`browser: ${text}\n`);

/** Whether it starts: a download without its system libraries is there and does not. */
async function starts(executablePath) {
  try {
    const browser = await chromium.launch({ executablePath, args: BROWSER_ARGS, timeout: 60_000 });
    await browser.close();
    return true;
  } catch (error) {
    say(`${executablePath} does not start: ${String(error).split('\n').slice(0, 3).join(' ')}`);
    return false;
  }
}

const onPath = (command) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find((path) => existsSync(path));

function playwrightsOwn() {
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

const run = (command, args, options = {}) => {
  say(`runs: ${[command, ...args].join(' ')}`);
  return spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: 15 * 60_000, ...options }).status === 0;
};

function downloadPlaywrights() {
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  return run(process.execPath, [cli, 'install', 'chromium'], {
    env: { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' },
  });
}

function installPackage() {
  if (process.platform !== 'linux' || !onPath('apt-get')) return false;
  const sudo = process.getuid() === 0 ? [] : ['sudo', '-n'];
  const apt = (...args) => {
    const [command, ...rest] = [...sudo, 'apt-get', ...args];
    return run(command, rest, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  };
  return apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium');
}

/**
 * @returns {Promise<string>} the path of a Chromium that starts.
 * @throws where there is none and none could be installed.
 */
export async function findBrowser() {
  for (const name of VARIABLES) {
    const path = process.env[name];
    if (!path) continue;
    if (await starts(path)) return path;
    throw new Error(
      `browser: ${name} is "${path}", which does not start. Set it to a Chromium or Chrome, or unset it.`,
    );
  }
  const candidates = () => [...COMMANDS.map(onPath), ...MAC_APPLICATIONS.filter(existsSync), playwrightsOwn()];
  const firstThatStarts = async () => {
    for (const path of new Set(candidates())) if (path && (await starts(path))) return path;
    return undefined;
  };
  const installed = await firstThatStarts();
  if (installed) return installed;
  say('there is none on this machine: installing one.');
  for (const install of [downloadPlaywrights, installPackage]) {
    const path = install() ? await firstThatStarts() : undefined;
    if (path) return path;
  }
  throw new Error(
    'browser: no Chromium was found and none could be installed. Install Chrome or Chromium ' +
      '("apt-get install chromium", "brew install --cask chromium"), or set AHALOOP_BROWSER to one; then run this again.',
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    say(`tests run in ${await findBrowser()}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
