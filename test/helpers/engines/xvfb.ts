import { spawn } from 'node:child_process';
import { beforeEnd } from './processes.js';

/** Starts a display that nobody sees. */
export async function startXvfb(path: string): Promise<{ readonly display: string; stop(): void }> {
  const child = spawn(path, ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const stop = (): void => void child.kill();
  const forget = beforeEnd(stop);
  const display = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdio[3]?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('\n')) resolve(`:${said.trim()}`);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code ?? 'none'}`)));
  });
  return {
    display,
    stop: () => {
      forget();
      stop();
    },
  };
}
