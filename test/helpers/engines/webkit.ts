import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { eventually } from '../eventually.js';
import type { Engine, EnginePage, LaunchOptions } from './engine.js';
import { beforeEnd, processesBelow, signal } from './processes.js';
import { tempProfile } from './temp-profile.js';
import { openSession } from './webdriver.js';
import { webKitEnvironment } from './webkit-environment.js';
import { launchUndrivenWebKit } from './webkit-undriven.js';

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/**
 * Starts WebKitGTK's MiniBrowser, driven by its WebDriver. A driven MiniBrowser keeps nothing on disk: every window of it forgets. One
 * that is given a profile is therefore not driven.
 */
export async function launchWebKit(options: LaunchOptions): Promise<Engine> {
  if (options.profile !== undefined) return launchUndrivenWebKit(options.profile);
  const { folder, remove } = tempProfile(undefined);
  const { driver, browser, env, stop } = await webKitEnvironment(folder);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(driver, [`--port=${port}`, '--host=local'], { env, stdio: 'ignore', detached: true });
  const killAll = (): boolean => signal(-child.pid!, 'SIGKILL');
  const forget = beforeEnd(killAll);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));

  const end = async (): Promise<void> => {
    killAll();
    await gone;
    forget();
    stop();
  };

  await eventually(
    () =>
      fetch(`${url}/status`).then(
        (response) => response.ok,
        () => false,
      ),
    (listens) => listens,
  );
  const session = await openSession(url, {
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
  }).catch(async (error: unknown) => {
    await end();
    remove();
    throw error;
  });

  /** Stays open and empty: a session ends with its last window. */
  const first = (await session.command('GET', '/window')) as string;
  // A session has one current window: commands for several take turns.
  let turn: Promise<unknown> = Promise.resolve();
  const inWindow = <T>(handle: string, work: () => Promise<T>): Promise<T> => {
    const done = turn.then(async () => {
      await session.command('POST', '/window', { handle });
      return work();
    });
    turn = done.catch(() => {});
    return done;
  };
  const webProcesses = (): number[] =>
    processesBelow(child.pid!).flatMap(({ pid, command }) => (command.includes('WebKitWebProcess') ? pid : []));

  const wrap = (handle: string, ownProcesses: readonly number[]): EnginePage => {
    const command = async (method: 'POST' | 'DELETE', path: string, body?: object): Promise<void> => {
      await inWindow(handle, () => session.command(method, path, body));
    };
    return {
      goto: (address) => command('POST', '/url', { url: address }),
      reload: () => command('POST', '/refresh'),
      back: () => command('POST', '/back'),
      evaluate: (run, ...args) => inWindow(handle, () => session.evaluate(String(run), args)) as never,
      toFront: () => inWindow(handle, () => Promise.resolve()),
      crash: async () => {
        for (const pid of ownProcesses) signal(pid, 'SIGKILL');
      },
      close: () => command('DELETE', '/window'),
      freeze: async () => {
        for (const pid of ownProcesses) signal(pid, 'SIGSTOP');
      },
      devTools: () => Promise.reject(new Error('WebKit has no DevTools protocol')),
    };
  };

  return {
    name: 'webkit',
    version: `WebKitGTK ${session.capabilities.browserVersion}`,
    pid: processesBelow(child.pid!).find(({ command }) => command.includes('MiniBrowser'))?.pid ?? child.pid!,
    openPage: async (address) => {
      const before = new Set(webProcesses());
      // A window of its own: a tab behind another one counts as hidden.
      const opened = await inWindow(first, () => session.command('POST', '/window/new', { type: 'window' }));
      const { handle } = opened as { handle: string };
      const page = wrap(
        handle,
        webProcesses().filter((pid) => !before.has(pid)),
      );
      await page.goto(address);
      return page;
    },
    kill: end,
    quit: async () => {
      await end();
      remove();
    },
  };
}
