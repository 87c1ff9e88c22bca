import { spawn, type ChildProcess } from 'node:child_process';
import type { Engine, EnginePage } from './engine.js';
import { beforeEnd, processesBelow, signal } from './processes.js';
import { webKitEnvironment } from './webkit-environment.js';

const undriven = (): Promise<never> =>
  Promise.reject(new Error('A MiniBrowser with a profile is not driven: what it is to do stands in its page.'));

const undrivenPage = (crash: EnginePage['crash']): EnginePage => ({
  goto: undriven,
  reload: undriven,
  back: undriven,
  evaluate: undriven,
  toFront: undriven,
  crash,
  freeze: undriven,
  close: undriven,
  devTools: undriven,
});

/** A MiniBrowser as a person has it, which keeps what it stores. It opens one page, and can be killed. */
export async function launchUndrivenWebKit(profile: string): Promise<Engine> {
  const { browser, env, stop } = await webKitEnvironment(profile);
  let child: ChildProcess | null = null;
  let gone: Promise<unknown> = Promise.resolve();
  // Its network and web processes are of its group.
  const killAll = (): boolean => child?.pid !== undefined && signal(-child.pid, 'SIGKILL');
  const forget = beforeEnd(killAll);
  const end = async (): Promise<void> => {
    killAll();
    await gone;
    forget();
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
      const started = spawn(browser, [url], { env, stdio: 'ignore', detached: true });
      gone = new Promise((resolve) => started.once('exit', resolve));
      child = started;
      return undrivenPage(async () => {
        for (const { pid, command } of processesBelow(started.pid!)) {
          if (command.includes('WebKitWebProcess')) signal(pid, 'SIGKILL');
        }
      });
    },
    kill: end,
    quit: end,
  };
}
