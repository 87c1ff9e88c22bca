/**
 * Finds Firefox and WebKit (WebKitGTK's driver and its MiniBrowser, and Xvfb to show it on), or installs them with the distribution's
 * package manager. Says what it does; where it cannot, says the remedy. Chromium has its own: find-browser.mjs.
 *
 * As a command it installs what is missing and prints what there is. Tests skip an engine that is still missing and say so, so it fails
 * only where one is missing that `REQUIRE_ENGINES` names.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const say = (text) => process.stderr.write(`engines: ${text}\n`);

const onPath = (...commands) =>
  commands
    .flatMap((command) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, command)))
    .find((path) => existsSync(path));

const FIREFOX_MAC = '/Applications/Firefox.app/Contents/MacOS/firefox';
const LIBRARY_FOLDERS = ['/usr/lib', '/usr/libexec', '/usr/lib64'];

/** @returns {string | undefined} the path of an installed Firefox: `FIREFOX_BIN`, or one on the path. */
export function findFirefox() {
  const named = process.env.FIREFOX_BIN;
  if (named) return existsSync(named) ? named : undefined;
  return onPath('firefox-esr', 'firefox') ?? (existsSync(FIREFOX_MAC) ? FIREFOX_MAC : undefined);
}

/** MiniBrowser stands in a folder named after the library's version, below one named after the machine's architecture. */
function findMiniBrowser() {
  const below = (folder) => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []);
  return LIBRARY_FOLDERS.flatMap(below)
    .flatMap((folder) => [folder, ...(/-linux-gnu\w*$/.test(folder) ? below(folder) : [])])
    .filter((folder) => /\/webkit(2)?gtk-[\d.]+$/.test(folder))
    .map((folder) => join(folder, 'MiniBrowser'))
    .find((path) => existsSync(path));
}

/** @returns {{ driver: string, browser: string, display: string | undefined } | undefined} where WebKit's parts are. */
export function findWebKit() {
  const driver = process.env.WEBKIT_DRIVER || onPath('WebKitWebDriver');
  const browser = findMiniBrowser();
  const display = onPath('Xvfb');
  if (!driver || !browser || (!display && !process.env.DISPLAY)) return undefined;
  return { driver, browser, display };
}

const ENGINES = [
  {
    name: 'Firefox',
    packages: ['firefox-esr'],
    find: findFirefox,
    remedy:
      'Install Firefox ("apt-get install firefox-esr", "brew install --cask firefox"), or set FIREFOX_BIN to one.',
  },
  {
    name: 'WebKit',
    packages: ['webkit2gtk-driver', 'xvfb'],
    find: () => findWebKit()?.browser,
    remedy: 'On Debian or Ubuntu: "apt-get install webkit2gtk-driver xvfb". There is none for macOS and Windows.',
  },
];

const REQUIRED = (process.env.REQUIRE_ENGINES ?? '').split(',').map((name) => name.trim());

function install(packages) {
  if (process.platform !== 'linux' || !onPath('apt-get')) return;
  const sudo = process.getuid() === 0 ? [] : ['sudo', '-n'];
  const apt = (...args) => {
    const [command, ...rest] = [...sudo, 'apt-get', ...args];
    say(`runs: ${[command, ...rest].join(' ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync(command, rest, { stdio: ['ignore', 2, 2], timeout: 15 * 60_000, env }).status === 0;
  };
  if (apt('update', '-qq')) apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const missing = ENGINES.filter(({ find }) => !find());
  if (missing.length) {
    say(`${missing.map(({ name }) => name).join(' and ')} not found: installing.`);
    install(missing.flatMap(({ packages }) => packages));
  }
  for (const { name, find, remedy } of ENGINES) {
    const path = find();
    if (path) say(`${name} is ${path}`);
    else {
      say(`${name} is not there and could not be installed: what is tested in it is skipped. ${remedy}`);
      if (REQUIRED.includes(name.toLowerCase())) process.exitCode = 1;
    }
  }
}
