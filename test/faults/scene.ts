/**
 * Where a fault takes place: a product's site, a collector that fails as told, a browser, and a count of what was tracked.
 */
import type { Client, Receipt } from '../../src/client.js';
import type {} from '../../src/window.js';
import type { Engine, EnginePage, LaunchOptions } from '../helpers/engines/engine.js';
import { launchEngine } from '../helpers/engines/launch-engine.js';
import { serveSite } from '../helpers/serve-site.js';
import { outcomeOf, type Outcome } from './outcome.js';
import { startScriptedCollector, type ScriptedCollector } from './scripted-collector.js';
import { waitUntil } from './wait-until.js';

export const WRITE_KEY = 'wk_shop';
/** The name that the queue's database and lock have. */
export const QUEUE_NAME = `ahaloop:${WRITE_KEY}`;

export interface Scenery {
  /** HTML that stands before the SDK's tag on `/`. */
  readonly head?: string;
  /** HTML that stands after it. */
  readonly body?: string;
  /** Headers of every page. */
  readonly headers?: (collector: ScriptedCollector) => Readonly<Record<string, string>>;
  /** More attributes of the SDK's tag on `/`; default: `async`. */
  readonly tag?: string;
  /** More pages, by their path; `{sdk}` in them becomes the SDK's tag. */
  readonly pages?: Readonly<Record<string, string>>;
}

export interface Wait {
  readonly withinMs?: number;
}

export interface Scene {
  readonly browser: Engine;
  readonly collector: ScriptedCollector;
  /** `/`: the page of the fault. `/next`: a page with nothing but the SDK. `/plain`: one without it. */
  readonly siteUrl: string;
  /** Opens a page of the site and waits until the client is there. */
  open(path?: string, browser?: Engine): Promise<EnginePage>;
  /** Opens a page of the site as it is, such as one without the SDK. */
  visit(path: string, browser?: Engine): Promise<EnginePage>;
  /** Tracks so many events in one task, and waits for their receipts. */
  track(page: EnginePage, count: number, event?: string): Promise<Receipt[]>;
  /** Tracks so many events in one task, and waits for nothing. */
  trackUnawaited(page: EnginePage, count: number, event?: string): Promise<void>;
  /** Counts so many events as tracked; returns the first one's number. For pages that track by themselves. */
  expect(count: number): number;
  /** Counts events that the SDK has said it gave up. */
  giveUp(count: number): void;
  /** Waits until the collector has all that was tracked and not given up. */
  delivered(wait?: Wait): Promise<void>;
  /** Ends the faults, comes back to the site, and waits until everything is delivered. */
  recover(wait?: Wait): Promise<EnginePage>;
  outcome(): Outcome;
  /** Starts one more browser, which ends with the scene. */
  launch(options: LaunchOptions): Promise<Engine>;
}

const ready = (): boolean => window.ahaloop !== undefined && !('q' in window.ahaloop);

const trackInPage = (from: number, count: number, event: string): Promise<Receipt[]> => {
  const client = window.ahaloop as Client;
  const receipts: Promise<Receipt>[] = [];
  for (let n = from; n < from + count; n++) receipts[n - from] = client.track(event, { n });
  return Promise.all(receipts);
};

const trackUnawaitedInPage = (from: number, count: number, event: string): void => {
  for (let n = from; n < from + count; n++) void (window.ahaloop as Client).track(event, { n });
};

/** Sets a scene in a browser; `end` closes its pages and servers. */
export async function setScene(
  browser: Engine,
  { head = '', body = '', headers = () => ({}), tag = 'async', pages = {} }: Scenery,
): Promise<Scene & { end(): Promise<void> }> {
  const collector = await startScriptedCollector();
  const sdk = (attributes: string): string =>
    `<script ${attributes} src="${collector.sdkUrl}/ahaloop.js" data-write-key="${WRITE_KEY}" ` +
    `data-endpoint="${collector.url}" data-page="off"></script>`;
  const html = (before: string, after = ''): string =>
    `<!doctype html><html lang="en"><head><title>Shop</title>${before}</head><body>${after}</body></html>`;
  const fill = (text: string): string =>
    text
      .replaceAll('{sdk}', sdk('async'))
      .replaceAll('{collector}', collector.url)
      .replaceAll('{files}', collector.sdkUrl);
  const site = await serveSite(
    {
      '/': html(fill(head) + sdk(tag), fill(body)),
      '/next': html(sdk('async')),
      '/plain': html(''),
      ...Object.fromEntries(Object.entries(pages).map(([path, text]) => [path, html('', fill(text))])),
    },
    headers(collector),
  );
  const opened: EnginePage[] = [];
  const launched: Engine[] = [];
  const tracked = new Set<number>();
  let givenUp = 0;

  const scene: Scene = {
    browser,
    collector,
    siteUrl: site.url,
    visit: async (path, other = browser) => {
      const page = await other.openPage(site.url + path);
      opened.push(page);
      return page;
    },
    open: async (path = '/', other = browser) => {
      const page = await scene.visit(path, other);
      await waitUntil('the client is in the page', () => page.evaluate(ready));
      return page;
    },
    track: (page, count, event = 'Step') => page.evaluate(trackInPage, scene.expect(count), count, event),
    trackUnawaited: (page, count, event = 'Step') =>
      page.evaluate(trackUnawaitedInPage, scene.expect(count), count, event),
    expect: (count) => {
      const from = tracked.size;
      for (let n = from; n < from + count; n++) tracked.add(n);
      return from;
    },
    giveUp: (count) => {
      givenUp += count;
    },
    delivered: ({ withinMs } = {}) =>
      waitUntil(`the collector has all ${tracked.size} events`, () => scene.outcome().lost <= 0, withinMs),
    recover: async (wait) => {
      await collector.heal();
      const page = await scene.open('/next');
      // Also what the collector has already, and nobody could be told: only then it is known what came twice.
      await waitUntil(
        'nothing waits any more',
        () => page.evaluate(async () => (await (window.ahaloop as Client).flush()).ok),
        wait?.withinMs,
      );
      await scene.delivered(wait);
      return page;
    },
    outcome: () => outcomeOf(tracked, collector.rows.values(), { givenUp, repeated: collector.repeats }),
    launch: async (options) => {
      const engine = await launchEngine(browser.name, options);
      launched.push(engine);
      return engine;
    },
  };
  return {
    ...scene,
    end: async () => {
      // WebKit's ends with the scene, and a window of it that hangs would not close.
      if (browser.name !== 'webkit') await Promise.all(opened.map((page) => page.close().catch(() => {})));
      await Promise.all(launched.map((engine) => engine.quit().catch(() => {})));
      await site.stop();
      await collector.stop();
    },
  };
}
