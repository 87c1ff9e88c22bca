/** The recipes of docs/clients.md for servers, run as they are copied, with their address and key put in. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';
import { storedCount } from './client-events.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const recipes = [...readFileSync(`${ROOT}docs/clients.md`, 'utf8').matchAll(/^```js\n(.*?)^```$/gms)].map(
  ([, code = '']) => code,
);
const forServers = recipes.filter((code) => code.includes('await '));

let collector: RunningCollector;
beforeAll(async () => {
  collector = await startCollector({ writeKeys: ['wk_shop'] });
});
afterAll(() => collector.stop());

test('every recipe for servers stores its event', async () => {
  expect(forServers).toHaveLength(3);
  for (const code of forServers) {
    const script = code.replaceAll('https://collect.example.com', collector.url);
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd: ROOT });
  }
  await storedCount(collector.url, forServers.length);
});
