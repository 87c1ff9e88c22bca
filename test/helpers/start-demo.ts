import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.js';
import { READ_KEY } from './start-collector.js';

export interface RunningDemo {
  readonly site: string;
  readonly collector: string;
  /** As Ctrl+C does; resolves with the exit code when it is gone. */
  stop(): Promise<number | null>;
}

/** Starts the built demo on free ports with a store of its own, and reads its two addresses from what it prints. */
export async function startDemo(): Promise<RunningDemo> {
  const folder = mkdtempSync(join(tmpdir(), 'ahaloop-demo-'));
  const program = fileURLToPath(new URL('../../demo/start.mjs', import.meta.url));
  const env = { ...process.env, DEMO_PORT: '0', COLLECTOR_PORT: '0', DEMO_DATA: folder, AHALOOP_READ_KEY: READ_KEY };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const addresses = await eventually(
    () => [...output.matchAll(/^ +(?:Helloword|Collector) +(http:\S+)$/gm)].map((match) => match[1]),
    (found) => found.length === 2 || child.exitCode !== null,
  );
  const [site, collector] = addresses;
  if (!site || !collector) throw new Error(`the demo did not start:\n${output}`);
  return {
    site,
    collector,
    stop: async () => {
      child.kill('SIGINT');
      const code = await exited;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}
