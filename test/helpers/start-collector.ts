import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program as it is shipped; `npm run build` makes what it runs. */
const PROGRAM = fileURLToPath(new URL('../../collector/bin/ahaloop-collector.cjs', import.meta.url));

/** The read key of every collector that a test starts. */
export const READ_KEY = 'rk_of_tests';

/** Headers of whoever may read. */
export const AS_READER = { authorization: `Bearer ${READ_KEY}` };

const START_TIMEOUT_MS = 110_000;

export interface StartCollectorOptions {
  /** `key` or `key=project`. Default: `test-key`. */
  readonly writeKeys?: readonly string[];
  /** Default: a temporary folder, removed by `stop()`. */
  readonly dataDir?: string;
  /** More of the command line; a later option wins. */
  readonly args?: readonly string[];
  /** More of the environment; an empty `AHALOOP_READ_KEY` lets the collector make one. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningCollector {
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  /** What it wrote so far, stdout and stderr together. */
  output(): string;
  /** SIGTERM unless said otherwise; resolves with the exit code when it is gone. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** SIGKILL; resolves when it is gone. Leaves the folder. */
  kill(): Promise<void>;
}

/** Starts the built collector on a free port and resolves when it listens. */
export async function startCollector({
  writeKeys = ['test-key'],
  dataDir,
  args = [],
  env = {},
}: StartCollectorOptions = {}): Promise<RunningCollector> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'ahaloop-collector-'));
  const child = spawn(
    process.execPath,
    [PROGRAM, '--port', '0', '--data', folder, ...writeKeys.flatMap((key) => ['--write-key', key]), ...args],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, AHALOOP_READ_KEY: READ_KEY, ...env } },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  // Nothing that a test starts may outlive it.
  const killChild = () => child.kill('SIGKILL');
  process.once('exit', killChild);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  void exited.then(() => process.off('exit', killChild));

  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      killChild();
      reject(new Error(`The collector did not listen within ${START_TIMEOUT_MS} ms:\n${output}`));
    }, START_TIMEOUT_MS);
    child.stdout.on('data', () => {
      const [, address] = /^ahaloop-collector listening on (\S+)$/m.exec(output) ?? [];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
    void exited.then((code) => {
      clearTimeout(timer);
      reject(new Error(`The collector ended with code ${code}:\n${output}`));
    });
  });

  return {
    url,
    dataDir: folder,
    pid: child.pid!,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const code = await exited;
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true });
      return code;
    },
    async kill() {
      killChild();
      await exited;
    },
  };
}
