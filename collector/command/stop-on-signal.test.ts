/** How the process ends when something in it does not. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const BUILT = new URL('../../build/collector/command/stop-on-signal.js', import.meta.url).href;

test('a process that cannot come to its end is ended at the deadline', async () => {
  const script = `import { stopOnSignal } from ${JSON.stringify(BUILT)};
    const log = { info() {}, error: (_, code) => process.stderr.write(code) };
    setInterval(() => {}, 1_000);
    stopOnSignal(process, () => new Promise(() => {}), () => {}, log, { patienceMs: 10, deadlineMs: 300 });
    process.stdout.write('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  expect(told).toContain('stop-cut-off');
});
