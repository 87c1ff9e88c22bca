/** Real input: every order of the CDNOW data set through `/v1/batch`, and the figures that are published of it. */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startCollector } from '../test/helpers/start-collector.js';
import { ordersFile } from './test-support/orders-file.js';
import { tempFolder } from './test-support/temp-folder.js';
import { withStore } from './test-support/with-store.js';

const SCRIPT = fileURLToPath(new URL('../scripts/import-cdnow.mjs', import.meta.url));
const run = promisify(execFile);

const orders = ordersFile();

function figures(dataDir: string): Promise<unknown> {
  return withStore(dataDir, async (store) => {
    const [row] = await store.query(
      `SELECT toUInt32(count()) AS orders, toUInt32(uniqExact(person_id)) AS customers,
        toUInt32(sum(JSONExtractUInt(properties, 'products', 1, 'quantity'))) AS cds, toString(sum(revenue)) AS revenue
      FROM events FINAL WHERE event = 'Order Completed' AND ts >= '1997-01-01' AND ts < '1998-07-01'`,
    );
    return row;
  });
}

async function importInto(dataDir: string): Promise<string> {
  const collector = await startCollector({ dataDir });
  try {
    return (
      await run(process.execPath, [
        SCRIPT,
        '--file',
        orders.path,
        '--endpoint',
        collector.url,
        '--write-key',
        'test-key',
      ])
    ).stdout;
  } finally {
    await collector.stop();
  }
}

test('69,659 orders arrive with their figures; importing again changes nothing', async () => {
  const dataDir = tempFolder();
  expect(await importInto(dataDir)).toMatch(/stored +69659 new, 0 known before/);
  expect(await figures(dataDir)).toEqual(orders.figures);

  expect(await importInto(dataDir)).toMatch(/stored +0 new, 69659 known before/);
  expect(await figures(dataDir)).toEqual(orders.figures);
}, 180_000);

test.each([
  [
    ['--write-key', 'k', '--file', '/nowhere/CDNOW_master.txt.gz'],
    /^file-missing: .*\nIt is the CDNOW master data set .*\n.*no part of this repository\.\n$/,
  ],
  [[], /^write-key-missing: .*--write-key <key>\n$/],
  [
    ['--write-key', 'k', '--file', orders.path, '--endpoint', 'http://127.0.0.1:1'],
    /^not-sent: no collector answers at http:\/\/127\.0\.0\.1:1 .*--endpoint\.\n/,
  ],
])('the script says what is missing: %j', async (args, message) => {
  // Away from a checkout whose collector has made a key, and from an environment that names one.
  const options = { cwd: tempFolder(), env: { ...process.env, AHALOOP_WRITE_KEYS: undefined } };
  const failure = await run(process.execPath, [SCRIPT, ...args], options).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 1, stderr: message });
});

test('the script comes again when it is told to wait', async () => {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    if (requests > 3)
      return response.end(JSON.stringify({ success: true, accepted: 0, duplicates: 250, rejected: [] }));
    return response.writeHead(requests === 1 ? 429 : 503, { 'retry-after': '1' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const { stdout } = await run(process.execPath, [
    SCRIPT,
    '--file',
    orders.path,
    '--write-key',
    'k',
    '--endpoint',
    `http://127.0.0.1:${port}`,
  ]);
  expect(stdout).toMatch(/orders +69659\n/);
  expect(requests).toBe(3 + Math.ceil(69_659 / 250));
});
