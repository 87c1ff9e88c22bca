/** Agents that watch a page's requests add headers of their own to ours: no route that is open to pages refuses them. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Client } from '../../src/client.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { serveSite } from '../helpers/serve-site.js';
import { startCollector, type RunningCollector } from '../helpers/start-collector.js';
import { storedEvents } from '../helpers/stored-events.js';

const HEADERS = {
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  tracestate: 'congo=t61rcWkgMzE',
  baggage: 'sentry-environment=production',
  'sentry-trace': 'a-b-1',
  'x-datadog-trace-id': '1',
  'x-datadog-sampling-priority': '1',
  newrelic: 'eyJ2IjpbMCwxXX0=',
  'request-id': '|a.b',
  'x-retry-count': '1',
  anonymousid: 'a',
  'x-nobody-has-heard-of-it': '1',
};

let browser: Browser;
let collector: RunningCollector;
beforeAll(async () => {
  browser = await launchBrowser();
  collector = await startCollector();
});
afterAll(async () => {
  await browser.close();
  await collector.stop();
});

test('the script tag delivers, forgets and goes on, whatever is added to its requests', async () => {
  const wrapped = `<script>{
    const real = fetch;
    window.fetch = (input, init = {}) => real(input, { ...init, headers: { ...init.headers, ...${JSON.stringify(HEADERS)} } });
  }</script>`;
  const tag = `<script src="${collector.url}/sdk/ahaloop.js" data-write-key="test-key"></script>`;
  const site = await serveSite({ '/': `<!doctype html><link rel="icon" href="data:,">${wrapped}${tag}` });
  onTestFinished(() => site.stop());
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  await page.goto(site.url);
  const sent = await page.evaluate(async () => {
    const client = window.ahaloop as Client;
    await client.track('Report Created');
    return client.flush();
  });
  expect(sent).toMatchObject({ ok: true });
  expect(await storedEvents(collector.url)).toMatchObject({ 'Report Created': 1 });
  expect(await page.evaluate(() => (window.ahaloop as Client).forget())).toMatchObject({ ok: true });
  expect(await storedEvents(collector.url)).not.toHaveProperty('Report Created');
});

const PATHS = [
  'POST /v1/batch',
  'POST /v1/t',
  'POST /v1/forget',
  'POST /v1/referral',
  'GET /v1/person?writeKey=test-key',
  'GET /v1/config/test-key',
  'GET /v1/projects/test-key/settings',
  'GET /sourceConfig?writeKey=test-key',
  'GET /sdk/ahaloop.js',
  'POST /v1/nowhere',
];

test('a page reads what every open route answers, and an unknown one, with all of these headers', async () => {
  const site = await serveSite({ '/': '<!doctype html><link rel="icon" href="data:,">' });
  onTestFinished(() => site.stop());
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  await page.goto(site.url);
  const asked = PATHS.map((one) => one.split(' ') as [string, string]).map(([method, path]) => ({
    url: collector.url + path,
    method,
    headers: { ...HEADERS, authorization: 'Bearer x' },
  }));
  const refused = await page.evaluate(async (requests) => {
    const failed: string[] = [];
    for (const { url, ...init } of requests) {
      await fetch(url, init)
        .then((response) => response.text())
        .catch((error: unknown) => failed.push(`${url}: ${String(error)}`));
    }
    return failed;
  }, asked);
  expect(refused).toEqual([]);
});
