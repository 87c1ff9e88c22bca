/**
 * A worker and an extension's background have no `localStorage`: they keep their visitor in IndexedDB.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page, type Worker } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BROWSER_ARGS, findBrowser } from '../../scripts/find-browser.mjs';
import type { Client } from '../../src/client.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

let browser: Browser;
let collector: RunningCollector;
let siteUrl: string;
const scriptOf = (from: string, writeKey: string): string =>
  `import { createClient } from '${from}';
   self.aha = createClient({ writeKey: '${writeKey}', endpoint: '${collector.url}' });`;
const server = createServer(({ url = '' }, response) => {
  const { pathname, searchParams } = new URL(url, 'http://site');
  const isScript = pathname.endsWith('.js');
  response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
  if (pathname.startsWith('/dist/')) response.end(readFileSync(join(DIST, pathname.slice('/dist/'.length))));
  else if (isScript) response.end(scriptOf('/dist/index.js', searchParams.get('key')!));
  else response.end('<!doctype html><html lang="en"><title>Shop</title>');
});

const KEYS = ['restart', 'refusal', 'sign-out', 'early', 'extension'];

beforeAll(async () => {
  [browser, collector] = await Promise.all([
    launchBrowser(),
    startCollector({ writeKeys: KEYS.map((key) => `${key}=${key}`) }),
  ]);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  siteUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await collector.stop();
});

interface WorkerScope {
  aha: Client;
}

const openPage = async (): Promise<Page> => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(siteUrl);
  return page;
};
/** Starts the page's next worker, as soon as its script has run. */
async function startWorker(page: Page, writeKey: string): Promise<Worker> {
  const [worker] = await Promise.all([
    page.waitForEvent('worker'),
    page.evaluate((key) => {
      new Worker(`/worker.js?key=${key}`, { type: 'module' });
    }, writeKey),
  ]);
  await expect.poll(() => worker.evaluate('typeof self.aha')).toBe('object');
  return worker;
}
async function stopWorker(worker: Worker): Promise<void> {
  const gone = new Promise((resolve) => worker.once('close', resolve));
  // The worker ends before it can answer.
  worker.evaluate('self.close()').catch(() => {});
  await gone;
}
const identityOf = (worker: Worker) =>
  worker.evaluate(async () => {
    const { aha } = self as unknown as WorkerScope;
    await aha.flush();
    return aha.identity();
  });

test('the next worker goes on with the visitor of the one before, and who is signed in', async () => {
  const page = await openPage();
  const first = await startWorker(page, 'restart');
  const receipt = await first.evaluate(async () => {
    const { aha } = self as unknown as WorkerScope;
    void aha.identify('ada');
    return aha.track('Report Created');
  });
  expect(receipt).toEqual({ messageId: expect.any(String) as string, durable: true });
  const before = await identityOf(first);
  await stopWorker(first);
  const next = await startWorker(page, 'restart');
  expect(await identityOf(next)).toEqual({ ...before, userId: 'ada' });
  await page.context().close();
});

test('a refusal holds in the next worker: nothing is stored or sent', async () => {
  const page = await openPage();
  const first = await startWorker(page, 'refusal');
  await first.evaluate(async () => {
    const { aha } = self as unknown as WorkerScope;
    await aha.flush();
    aha.consent('denied');
    await aha.flush();
  });
  await stopWorker(first);
  const next = await startWorker(page, 'refusal');
  expect(await next.evaluate(() => (self as unknown as WorkerScope).aha.track('A'))).toEqual({
    messageId: null,
    durable: false,
    reason: 'consent-denied',
  });
  await page.context().close();
});

test('a worker that signs somebody out does so in the others', async () => {
  const page = await openPage();
  const one = await startWorker(page, 'sign-out');
  await one.evaluate(() => (self as unknown as WorkerScope).aha.identify('ada'));
  const two = await startWorker(page, 'sign-out');
  expect(await identityOf(two)).toMatchObject({ userId: 'ada' });
  await two.evaluate(() => (self as unknown as WorkerScope).aha.reset());
  const after = await identityOf(two);
  expect(after.userId).toBeNull();
  await expect.poll(() => identityOf(one)).toEqual(after);
  await page.context().close();
});

test('what is said before the visitor is read is theirs, in order', async () => {
  const page = await openPage();
  const first = await startWorker(page, 'early');
  const before = await identityOf(first);
  await stopWorker(first);
  const sent: { anonymousId: string; event: string }[] = [];
  await page.context().route('**/v1/batch*', async (route) => {
    const { batch } = JSON.parse(route.request().postData()!) as { batch: typeof sent };
    sent.push(...batch);
    await route.continue();
  });
  await page.evaluate(
    ([dist, endpoint]) => {
      const code = `import { createClient } from '${dist}/index.js';
        const aha = createClient({ writeKey: 'early', endpoint: '${endpoint}' });
        aha.track('One'); aha.track('Two'); aha.flush();`;
      new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), { type: 'module' });
    },
    [`${siteUrl}/dist`, collector.url] as const,
  );
  await expect
    .poll(() => sent.map(({ event, anonymousId }) => [event, anonymousId]))
    .toEqual([
      ['One', before.anonymousId],
      ['Two', before.anonymousId],
    ]);
  await page.context().close();
});

test("an extension's background that was stopped goes on with its visitor", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ahaloop-extension-'));
  const extension = join(folder, 'extension');
  mkdirSync(extension);
  cpSync(join(DIST, 'index.js'), join(extension, 'sdk', 'index.js'));
  cpSync(join(DIST, 'chunks'), join(extension, 'sdk', 'chunks'), { recursive: true });
  writeFileSync(join(extension, 'background.js'), scriptOf('./sdk/index.js', 'extension'));
  const manifest = {
    manifest_version: 3,
    name: 'Shop',
    version: '1',
    background: { service_worker: 'background.js', type: 'module' },
    host_permissions: ['http://127.0.0.1/*'],
  };
  writeFileSync(join(extension, 'manifest.json'), JSON.stringify(manifest));
  const start = async (): Promise<BrowserContext> =>
    chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: await findBrowser(),
      ignoreDefaultArgs: ['--disable-extensions'],
      args: [
        ...BROWSER_ARGS,
        `--load-extension=${extension}`,
        '--disable-features=DisableLoadExtensionCommandLineSwitch',
      ],
    });
  const trackInBackground = async (context: BrowserContext): Promise<unknown> => {
    const background = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
    await expect.poll(() => background.evaluate('typeof self.aha')).toBe('object');
    return background.evaluate(async () => {
      const { aha } = self as unknown as WorkerScope;
      const { durable } = await aha.track('Tab Saved');
      const { ok } = await aha.flush();
      return [durable, ok, aha.identity().anonymousId];
    });
  };
  const first = await start();
  const before = await trackInBackground(first);
  expect(before).toEqual([true, true, expect.any(String)]);
  await first.close();
  const next = await start();
  expect(await trackInBackground(next)).toEqual(before);
  await next.close();
  rmSync(folder, { recursive: true, force: true });
});
