import { spawn, type ChildProcess } from 'node:child_process';
import type { Engine, EnginePage } from './engine.js';
import { signal } from './processes.js';
import { webKitEnvironment } from './webkit-environment.js';

const undriven = (): Promise<never> =>
  Promise.reject(new Error('A MiniBrowser with a profile is not driven: what it is to do stands in its page.'));

const UNDRIVEN_PAGE: EnginePage = {
  goto: undriven,
  reload: undriven,
  back: undriven,
  evaluate: undriven,
  toFront: undriven,
  crash: undriven,
  close: undriven,
};

/** A MiniBrowser as a person has it, which keeps what it stores. It opens one page, and can be killed. */
export async function launchUndrivenWebKit(profile: string): Promise<Engine> {
  const { browser, env, stop } = await webKitEnvironment(profile);
  let child: ChildProcess | null = null;
  // Its network and web processes are of its group.
  const killAll = (): boolean => child?.pid !== undefined && signal(-child.pid, 'SIGKILL');
  process.once('exit', killAll);
  const end = async (): Promise<void> => {
    const gone = new Promise((resolve) => child?.once('exit', resolve));
    if (killAll()) await gone;
    process.off('exit', killAll);
    stop();
  };
  return {
    name: 'webkit',
    version: 'WebKitGTK',
    get pid() {
      return child?.pid ?? 0;
    },
    openPage: async (url) => {
      if (child) return undriven();
      child = spawn(browser, [url], { env, stdio: 'ignore', detached: true });
      return UNDRIVEN_PAGE;
    },
    kill: end,
    quit: end,
  };
}
