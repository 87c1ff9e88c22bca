/** Other makers' clients for pages, unmodified, in a real Chromium: pointed here by one option, with a bad network between. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { tempFolder } from '../../collector/test-support/temp-folder.js';
import type { EventType } from '../../src/wire/event.js';
import { PROXY_FAULTS, startFaultProxy, type ProxyFault } from '../helpers/fault-proxy.js';
import { launchBrowser } from '../helpers/launch-browser.js';
import { serveSite } from '../helpers/serve-site.js';
import { startCollector } from '../helpers/start-collector.js';
import { EACH, eventFields, expectAllWhole, storedCount } from './client-events.js';

const file = (path: string): string =>
  readFileSync(new URL(`../../node_modules/${path}`, import.meta.url), 'utf8').replaceAll('</script', '<\\/script');

interface ClientUnderTest {
  readonly types: readonly EventType[];
  readonly faults: readonly ProxyFault[];
  readonly without?: readonly string[];
  readonly script: string;
  /** Whether the script is a CommonJS module. */
  readonly isModule?: true;
  /** JavaScript of a page: sets `window.sendEvent(type, fields)`; `URL` is the collector's address. */
  readonly setUp: string;
  /** How many are sent before all of them must have arrived. Default: all. */
  readonly atOnce?: number;
}

// Once somebody is identified, Segment's client names them in an alias too, whoever the call names.
const SEGMENT = {
  types: ['alias', 'track', 'page', 'screen', 'group', 'identify'],
  faults: PROXY_FAULTS,
  script: file('@segment/analytics-next/dist/umd/index.js'),
} as const;
const segment = (options: object) => `
  const client = AnalyticsNext.AnalyticsBrowser.load({ writeKey: 'test-key', cdnURL: URL }, ${JSON.stringify(options)});
  window.sendEvent = (type, { event, name, category, userId, groupId, previousId, properties, traits }) => ({
    track: () => client.track(event, properties),
    page: () => client.page(category, name, properties),
    screen: () => client.screen(category, name, properties),
    identify: () => client.identify(userId, traits),
    group: () => client.group(groupId, traits),
    alias: () => client.alias(userId, previousId),
  })[type]();`;

const RUDDERSTACK = {
  types: ['track', 'identify', 'page', 'group', 'alias'],
  faults: PROXY_FAULTS,
  script: file('@rudderstack/analytics-js/dist/npm/modern/bundled/umd/index.js'),
} as const;
const rudderStack = (options: object) => `
  const client = new rudderanalytics.RudderAnalytics();
  client.load('test-key', URL, { configUrl: URL, logLevel: 'ERROR', ...${JSON.stringify(options)} });
  window.sendEvent = (type, { event, name, category, userId, groupId, previousId, properties, traits }) => ({
    track: () => client.track(event, properties),
    page: () => client.page(category, name, properties),
    identify: () => client.identify(userId, traits),
    group: () => client.group(groupId, traits),
    alias: () => client.alias(userId, previousId),
  })[type]();`;

const CLIENTS: Readonly<Record<string, ClientUnderTest>> = {
  '@segment/analytics-next, one by one': { ...SEGMENT, setUp: segment({}) },
  // While it waits to send a batch again, it puts everything else into that batch.
  '@segment/analytics-next, in batches': {
    ...SEGMENT,
    atOnce: EACH,
    setUp: segment({
      integrations: {
        'Segment.io': { deliveryStrategy: { strategy: 'batching', config: { size: 10, timeout: 300 } } },
      },
    }),
  },
  '@rudderstack/analytics-js, one by one': { ...RUDDERSTACK, setUp: rudderStack({}) },
  '@rudderstack/analytics-js, in batches': {
    ...RUDDERSTACK,
    setUp: rudderStack({ queueOptions: { batch: { enabled: true, maxItems: 10, flushInterval: 300 } } }),
  },
  // It never sends a beacon twice, and drops what a browser's queue of beacons has no room for.
  '@rudderstack/analytics-js, by beacon': {
    ...RUDDERSTACK,
    faults: [],
    atOnce: 10,
    setUp: rudderStack({ useBeacon: true, beaconQueueOptions: { maxItems: 10, flushQueueInterval: 300 } }),
  },
  // It never sends anything twice.
  '@jitsu/js': {
    types: ['track', 'identify', 'page', 'group'],
    faults: [],
    without: ['category'],
    script: file('@jitsu/js/dist/jitsu.cjs.js'),
    isModule: true,
    setUp: `
      const client = module.exports.jitsuAnalytics({ host: URL, writeKey: 'test-key:secret' });
      window.sendEvent = (type, { event, name, userId, groupId, properties, traits }) => ({
        track: () => client.track(event, properties),
        page: () => client.page({ name, ...properties }),
        identify: () => client.identify(userId, traits),
        group: () => client.group(groupId, traits),
      })[type]();`,
  },
};

declare global {
  interface Window {
    sendEvent(type: EventType, fields: object): unknown;
  }
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test.each(Object.entries(CLIENTS))(
  `%s: ${EACH} of every type arrive, each once and whole`,
  async (_, { types, faults, without = [], script, isModule, setUp, atOnce = Infinity }) => {
    const collector = await startCollector({ dataDir: tempFolder(), args: ['--linger-ms', '5'] });
    onTestFinished(() => collector.kill());
    const proxy = await startFaultProxy(collector.url, faults);
    onTestFinished(() => proxy.stop());
    const html = `<!doctype html><title>Shop</title><link rel="icon" href="data:,">
      <script>${isModule ? 'var module = { exports: {} }, exports = module.exports;' : ''}</script>
      <script>${script}</script>
      <script>{ const URL = ${JSON.stringify(proxy.url)}; ${setUp} }</script>`;
    const site = await serveSite({ '/': html });
    onTestFinished(() => site.stop());
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const told: string[] = [];
    page.on('console', (message) => told.push(message.text()));
    page.on('pageerror', (error) => told.push(String(error)));
    await page.goto(site.url);

    const events = types.flatMap((type) =>
      Array.from({ length: EACH }, (_unused, n) => ({ type, fields: eventFields(n) })),
    );
    for (let from = 0; from < events.length; from += atOnce) {
      const some = events.slice(from, from + atOnce);
      await page.evaluate(async (sent) => {
        for (const { type, fields } of sent) void window.sendEvent(type, fields);
        await new Promise((resolve) => setTimeout(resolve));
      }, some);
      if (atOnce < Infinity) await storedCount(collector.url, from + some.length, 'include');
    }
    await storedCount(collector.url, events.length, 'include').catch((error: unknown) => {
      throw new Error(`${String(error)}\n${told.join('\n')}`);
    });
    expect(proxy.left).toBe(0);
    expect(told.filter((line) => line.includes('CORS'))).toEqual([]);
    await context.close();
    expect(await collector.stop()).toBe(0);
    await expectAllWhole(collector.dataDir, types, EACH, without);
  },
);
