/**
 * Faults 38, 53–56 and 62–64 again, as a good guest meets them: what we cost a page in place and noise, and pages that have
 * frozen, wrapped or polluted what everybody builds on.
 */
import { expect } from 'vitest';
import type { Client, Receipt } from '../../src/client.js';
import type { EnginePage } from '../helpers/engines/engine.js';
import { fault } from './fault.js';
import { heard, LISTEN, SILENCE, TELL, whenReady } from './page-ears.js';
import type { Scene } from './scene.js';
import { answer, answerStored, isOpen } from './survey-page.js';
import { waitUntil } from './wait-until.js';

interface Staged {
  shift: number;
  restored?: boolean;
  farewells: string[];
  framed: Receipt;
}

// ── 63: place ────────────────────────────────────────────────────────────────────────────────────────────────────────

const SHOP = '<h1>Shop</h1><p id="text">Text</p><button>Buy</button>';

fault(
  63,
  'loading and a survey that opens in the corner move nothing in the page',
  {
    head: `<script>
      window.shift = 0;
      try {
        new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (window.shift += value)))
          .observe({ type: 'layout-shift', buffered: true });
      } catch {}
    </script>`,
    body: `${SHOP}<aha-nps placement="corner"></aha-nps><p id="below">Below</p>`,
  },
  async (scene) => {
    const page = await scene.open();
    const places = (): Promise<string> =>
      page.evaluate(() =>
        JSON.stringify([
          ...Array.from(document.querySelectorAll('h1, p, button'), (element) => element.getBoundingClientRect()),
          [document.documentElement.scrollWidth, document.documentElement.scrollHeight],
        ]),
      );
    const before = await places();
    await page.evaluate(() => document.querySelector('aha-nps')!.toggleAttribute('open', true));
    await waitUntil('it is open', () => isOpen(page));
    expect(await places()).toBe(before);
    // What moves in the corner when the person answers comes from their input, and there is none here that a browser would count.
    expect(await page.evaluate(() => (window as unknown as Staged).shift)).toBe(0);
    await answer(page, 9, 'Stable');
    expect(await places()).toBe(before);
    await answerStored(scene);
  },
);

// ── 62: noise ────────────────────────────────────────────────────────────────────────────────────────────────────────

const AS_A_VISIT_GOES = async (scene: Scene, page: EnginePage): Promise<void> => {
  await scene.track(page, 40);
  await page.evaluate(async () => {
    const client = window.ahaloop as Client;
    await client.identify('ada', { plan: 'team' });
    await client.group('acme');
    await client.page('Home');
    history.pushState({}, '', '?step=2');
    client.reset();
    await client.flush();
  });
  await answer(page, 9, 'Quiet');
  await answerStored(scene);
  await scene.delivered();
};

fault(
  62,
  'a whole visit with a survey writes nothing to the console, throws nothing and rejects nothing',
  { head: LISTEN, body: '<aha-nps></aha-nps>' },
  async (scene) => {
    const page = await scene.open();
    await AS_A_VISIT_GOES(scene, page);
    expect(await heard(page)).toEqual(SILENCE);
  },
);

fault(
  62,
  'with data-debug each event is told in the console, and nothing else is different',
  { head: LISTEN, body: '<aha-nps></aha-nps>', tag: 'async data-debug' },
  async (scene) => {
    const page = await scene.open();
    await AS_A_VISIT_GOES(scene, page);
    const { errors, rejections, said } = await heard(page);
    expect({ errors, rejections }).toEqual({ errors: [], rejections: [] });
    expect(said.length).toBeGreaterThan(40);
    expect(said.filter((text) => !text.startsWith('info ahaloop: '))).toEqual([]);
  },
);

// ── 38: leaving ──────────────────────────────────────────────────────────────────────────────────────────────────────

fault(
  38,
  'nobody is kept from leaving: there is no listener for unload or beforeunload',
  {
    head: `<script>{
      window.farewells = [];
      const { addEventListener } = EventTarget.prototype;
      EventTarget.prototype.addEventListener = function (type, ...rest) {
        if (/unload$/.test(type)) window.farewells.push(type);
        return addEventListener.call(this, type, ...rest);
      };
    }</script>`,
    body: '<aha-nps></aha-nps>',
  },
  async (scene) => {
    const page = await scene.open();
    await AS_A_VISIT_GOES(scene, page);
    expect(await page.evaluate(() => (window as unknown as Staged).farewells)).toEqual([]);
    expect(
      await page.evaluate(() => ['onunload', 'onbeforeunload'].filter((name) => Reflect.get(window, name))),
    ).toEqual([]);
  },
);

const TELL_RESTORED = `<script>addEventListener('pageshow', ({ persisted }) => (window.restored = persisted));</script>`;

/** Leaves the page and comes back by the browser's button. */
async function leaveAndComeBack(page: EnginePage, siteUrl: string): Promise<void> {
  await page.goto(`${siteUrl}/plain`);
  await page.back();
  await waitUntil('the page is back', () => page.evaluate(() => location.pathname === '/').catch(() => false));
  await waitUntil('it was shown', () =>
    page.evaluate(() => (window as unknown as Staged).restored !== undefined).catch(() => false),
  );
}
/** Why it did not come out of the cache, as far as the browser says; null where it did. */
const notRestored = (page: EnginePage): Promise<string | null> =>
  page.evaluate(() => {
    if ((window as unknown as Staged).restored) return null;
    const [entry] = performance.getEntriesByType('navigation') as { notRestoredReasons?: unknown }[];
    return JSON.stringify(entry?.notRestoredReasons ?? 'not said');
  });

for (const { name, away } of [
  { name: 'refuses connections', away: (scene: Scene) => scene.collector.refuse() },
  {
    name: 'answers with failures',
    away: async ({ collector }: Scene) => {
      collector.fail({ type: 'status', status: 503 });
    },
  },
]) {
  fault(
    38,
    `a page that owes events to a collector that ${name} comes back from the back/forward cache, and delivers`,
    { head: TELL_RESTORED, repeated: 40 },
    async (scene) => {
      const page = await scene.open();
      await scene.track(page, 5);
      await scene.delivered();
      await away(scene);
      await scene.track(page, 35);
      // A request that is under way keeps pages out of Firefox's cache, as it would the page's own.
      await waitUntil('it was refused', () =>
        page.evaluate(
          async () => !(await (window.ahaloop as Client).flush()).ok && (window.ahaloop as Client).pending() === 35,
        ),
      );
      await leaveAndComeBack(page, scene.siteUrl);
      expect(await notRestored(page)).toBeNull();
      await scene.collector.heal();
      await scene.track(page, 5);
      await page.evaluate(() => void (window.ahaloop as Client).flush());
      await scene.delivered();
    },
  );
}

// ── 56: policies and frames ──────────────────────────────────────────────────────────────────────────────────────────

fault(
  56,
  'the strictest policy, with Trusted Types: a survey is shown, answered and stored, and nothing is violated',
  {
    headers: ({ url, sdkUrl }) => ({
      'content-security-policy': [
        `default-src 'none'`,
        `script-src ${new URL(sdkUrl).origin}`,
        `connect-src ${url}`,
        `require-trusted-types-for 'script'`,
        `trusted-types 'none'`,
        `report-uri ${new URL('/note?violation', sdkUrl).href}`,
      ].join('; '),
    }),
    body: '<aha-nps></aha-nps><aha-nps survey="second" placement="corner" open></aha-nps>',
  },
  async (scene) => {
    const page = await scene.open();
    await answer(page, 9, 'Under the strictest policy');
    await answerStored(scene);
    const { width, height } = await page.evaluate(
      () =>
        document
          .querySelector('aha-nps')!
          .shadowRoot!.querySelector('[part~=card]')!
          .getBoundingClientRect()
          .toJSON() as DOMRect,
    );
    expect(Math.min(width, height)).toBeGreaterThan(40);
    expect(scene.collector.notes.filter((note) => !note.includes('/favicon.ico'))).toEqual([]);
  },
);

for (const { name, headers } of [
  {
    name: 'isolated from other origins (COEP, COOP)',
    headers: { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' },
  },
  {
    name: 'that denies itself every permission and tells nobody where it is',
    headers: {
      'permissions-policy':
        'accelerometer=(), autoplay=(), camera=(), clipboard-write=(), fullscreen=(), geolocation=(), gyroscope=(), ' +
        'microphone=(), payment=(), sync-xhr=(), unload=(), usb=(), storage-access=(), compute-pressure=()',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    },
  },
]) {
  fault(
    56,
    `in a page ${name} a survey is shown, answered and stored`,
    {
      tag: 'async crossorigin',
      headers: () => headers,
      head: LISTEN,
      body: '<aha-nps placement="corner" open></aha-nps>',
    },
    async (scene) => {
      const page = await scene.open();
      await scene.track(page, 40);
      await answer(page, 0, 'Isolated');
      await answerStored(scene);
      await scene.delivered();
      expect(await heard(page)).toEqual(SILENCE);
    },
  );
}

for (const { name, sandbox } of [
  { name: 'without an origin', sandbox: 'allow-scripts allow-forms' },
  { name: 'that may not submit forms', sandbox: 'allow-scripts allow-same-origin' },
]) {
  fault(
    56,
    `in a sandboxed frame ${name} a survey is shown and its answer arrives`,
    {
      body: `<iframe sandbox="${sandbox}" src="/framed" width="600" height="600"></iframe>`,
      pages: {
        '/framed': `<aha-nps></aha-nps>{sdk}<script>
          const find = (selector) => document.querySelector('aha-nps').shadowRoot?.querySelector(selector);
          const watch = setInterval(() => {
            if (find('[part~=thanks]')) return clearInterval(watch);
            if (find('textarea')) return find('[part~=submit]').click();
            if (find('input:checked')) return find('[part~=submit]').click();
            find('input')?.click();
          }, 50);
        </script>`,
      },
    },
    async (scene) => {
      await scene.open();
      await answerStored(scene);
    },
  );
}

// ── 53–55: what everybody builds on ──────────────────────────────────────────────────────────────────────────────────

const FREEZE = `
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (name === 'ahaloop') continue;
    let value;
    try { value = globalThis[name]; } catch { continue; }
    if (typeof value !== 'function' && !['Math', 'JSON', 'Reflect', 'Atomics', 'Intl', 'crypto', 'indexedDB'].includes(name)) continue;
    if (/^(on|webkit)/.test(name)) continue;
    try { if (typeof value.prototype === 'object') Object.freeze(value.prototype); } catch {}
    try { Object.freeze(value); } catch {}
  }
  Object.freeze(Object.getPrototypeOf(async function () {}));
  Object.freeze(Object.getPrototypeOf([][Symbol.iterator]()));`;

/** Like the zones of a framework: every promise of the page is of a class of its own, whose reactions are run late. */
const ZONE = `
  const Real = window.Promise;
  window.Promise = class ZonePromise extends Real {
    then(done, failed) {
      const later = (react) => react && ((value) => new Real((resolve) => setTimeout(resolve)).then(() => react(value)));
      return super.then(later(done), later(failed));
    }
  };
  const { fetch } = window;
  window.fetch = (...args) => window.Promise.resolve(fetch(...args));`;

const ENUMERABLE = `
  Array.prototype.last = function () { return this[this.length - 1]; };
  Array.prototype.contains = () => false;
  String.prototype.trimAll = function () { return this; };
  Object.prototype.extend = () => 'enumerable';
  Function.prototype.defer = () => {};`;

/** Each name on Object.prototype, by accessors: an object's own property of that name can still be written. */
const pollute = (names: Readonly<Record<string, string>>): string => `
  const { assign, create, defineProperty } = Object;
  const bag = (own) => assign(create(null), own);
  const values = bag({ ${Object.entries(names)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')} });
  for (const name in values) defineProperty(Object.prototype, name, bag({
    get: () => values[name],
    set(value) { defineProperty(this, name, bag({ value, writable: true, enumerable: true, configurable: true })); },
    configurable: true,
  }));`;

const hosts: { row: number; name: string; code: string; repeated?: number; survey?: false }[] = [
  { row: 53, name: 'has frozen all that the language brings', code: FREEZE },
  { row: 53, name: 'wraps every promise in its own class', code: ZONE },
  { row: 54, name: 'has methods that are counted in every loop', code: ENUMERABLE },
  {
    row: 54,
    name: 'has polluted what descriptors are made of',
    code: pollute({
      get: 'undefined',
      set: 'undefined',
      value: `'polluted'`,
      enumerable: 'false',
      writable: 'false',
      configurable: 'false',
    }),
  },
  {
    row: 54,
    name: 'has polluted what requests and transactions are made of',
    code: pollute({
      ...{ durability: `'relaxed'`, keepalive: 'true', method: `'DELETE'`, signal: `'polluted'`, redirect: `'follow'` },
      ...{
        cache: `'only-if-cached'`,
        integrity: `'sha256-x'`,
        referrer: `'polluted:'`,
        window: `'polluted'`,
        duplex: `'full'`,
      },
      ...{
        once: 'true',
        passive: 'true',
        capture: 'true',
        mode: `'polluted'`,
        detail: `'polluted'`,
        ifAvailable: 'false',
      },
    }),
  },
  { row: 54, name: 'has polluted `then` with a text', code: pollute({ then: `'polluted'` }) },
  {
    row: 54,
    name: 'has getters on Object.prototype that throw',
    code: `for (const name of ['signal', 'durability', 'toJSON', 'keepalive', 'nodeType', 'id', 'index', 'rejected', 'lines'])
      Object.defineProperty(Object.prototype, name, {
        get() { throw new Error('polluted ' + name); },
        set(own) { Object.defineProperty(this, name, { value: own, writable: true, enumerable: true, configurable: true }); },
        configurable: true,
      });`,
    // Our views are Preact's, which reads such names of its own objects.
    survey: false,
  },
  {
    row: 55,
    name: 'has toJSON on arrays and functions',
    code: `Array.prototype.toJSON = () => 'patched'; Function.prototype.toJSON = () => 'patched';`,
  },
];

/** Answers the survey by itself, then tells. */
const ANSWER_BY_ITSELF = `{
  const find = (selector) => document.querySelector('aha-nps').shadowRoot?.querySelector(selector);
  const watch = setInterval(() => {
    if (find('[part~=thanks]')) { clearInterval(watch); return tell('thanked'); }
    if (find('textarea') || find('input:checked')) return find('[part~=submit]').click();
    find('input')?.click();
  }, 100);
}`;

for (const { row, name, code, repeated = 40, survey = true } of hosts) {
  for (const when of ['before', 'after'] as const) {
    fault(
      row,
      `a page that ${name}, ${when} we load: nothing is thrown, nothing is lost${survey ? ', a survey is answered' : ''}`,
      {
        head: `${TELL}${when === 'before' ? `<script>{ ${code} }</script>` : ''}`,
        body: `${survey ? '<aha-nps></aha-nps>' : ''}${whenReady(`
          ${when === 'after' ? `{ ${code} }` : ''}
          for (let n = 0; n < 40; n++) ahaloop.track('Hosted', { n, list: [1, { two: 2 }] });
          ${survey ? ANSWER_BY_ITSELF : ''}
          tell('tracked');`)}`,
        repeated,
      },
      async (scene) => {
        const { collector } = scene;
        scene.expect(40);
        await scene.visit('/');
        await waitUntil('the page has tracked', () => collector.notes.includes('tracked'), 10_000);
        await scene.delivered({ withinMs: 10_000 }).catch(() => scene.recover({ withinMs: 15_000 }));
        for (const event of collector.rows.values()) {
          if (event.type !== 'track' || event.event !== 'Hosted') continue;
          expect(event.properties).toEqual({ n: expect.any(Number) as number, list: [1, { two: 2 }] });
        }
        if (survey) {
          await waitUntil('the person is thanked', () => collector.notes.includes('thanked'), 10_000);
          await answerStored(scene, 10_000);
        }
        expect(collector.notes.filter((note) => /^(thrown|rejected)/.test(note))).toEqual([]);
      },
    );
  }
}

fault(
  47,
  'two clients with two write keys in one page: each sends its own and nothing of the other',
  {
    body: `<iframe src="/other" hidden></iframe>`,
    pages: {
      '/other': `<script async src="{files}/ahaloop.js" data-write-key="wk_other" data-endpoint="{collector}" data-page="off"></script>
        ${whenReady(`for (let n = 0; n < 40; n++) ahaloop.track('Other', { other: n });`)}`,
    },
    repeated: 40,
  },
  async (scene) => {
    const page = await scene.open();
    await scene.track(page, 40, 'Own');
    await scene.delivered();
    await waitUntil(
      'the other key has its own',
      () =>
        [...scene.collector.rows.values()].filter((row) => row.type === 'track' && row.event === 'Other').length === 40,
    );
    expect(scene.collector.rows.size).toBe(80);
    const keys = new Map<string, Set<string>>();
    for (const { writeKey, events } of scene.collector.requests) {
      for (const event of events) keys.set(event, (keys.get(event) ?? new Set()).add(writeKey));
    }
    expect([...keys].map(([event, own]) => [event, [...own]]).sort()).toEqual([
      ['Other', ['wk_other']],
      ['Own', ['wk_shop']],
    ]);
  },
);

// ── 64: rubbish, the rest of it ──────────────────────────────────────────────────────────────────────────────────────

fault(
  64,
  'objects that lie, throw and have no end are kept in their best form, each after a bounded look',
  { head: LISTEN },
  async ({ open, expect: count, delivered, collector }) => {
    const page = await open();
    const receipts = await page.evaluate(async (from) => {
      class Throwing {
        toJSON(): never {
          throw new Error('toJSON');
        }
      }
      class Endless {
        toJSON(): unknown {
          return new Endless();
        }
      }
      const grow = (): object =>
        new Proxy(
          {},
          {
            get: grow,
            ownKeys: () => ['a', 'b'],
            getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
          },
        );
      const { proxy, revoke } = Proxy.revocable([1], {});
      revoke();
      const pairs = Array.from({ length: 500_000 }, (_, at) => [at, at] as const);
      const frame = document.body.appendChild(document.createElement('iframe'));
      const foreign: unknown = new (frame.contentWindow as unknown as typeof globalThis).Date(0);
      const values: [string, unknown][] = [
        ['class whose toJSON throws', new Throwing()],
        ['class whose toJSON never ends', new Endless()],
        ['proxy without end', grow()],
        ['revoked proxy of a list', proxy],
        ['typed array', new Uint8Array(1_000_000)],
        ['list with holes', new Array(4_000_000_000)],
        ['map', new Map(pairs)],
        ['set', new Set(pairs)],
        ['text object', Object('text')],
        ['symbol object', Object(Symbol('s'))],
        ['weak map', new WeakMap()],
        ['error with a cause', new Error('outer', { cause: new Error('inner') })],
        ['event', new Event('click')],
        ['file', new File(['x'.repeat(100)], 'a.txt')],
        ['date of another frame', foreign],
        ['without a prototype', Object.assign(Object.create(null) as object, { own: 1 })],
        [
          'generator',
          (function* () {
            for (;;) yield 1;
          })(),
        ],
        ['style sheet', getComputedStyle(document.body)],
        ['lone halves', { '\ud800': '\udfff', ok: '\ud83d\ude00' }],
        ['names that are none', { '': 1, '\u0000': 2, '__proto__ ': 3, toString: 4, length: 5 }],
      ];
      const tracked: Promise<Receipt>[] = [];
      for (const [at, [, value]] of values.entries()) {
        tracked[at] = (window.ahaloop as Client).track('Odd', { n: from + at, value });
      }
      return Promise.all(tracked);
    }, count(20));
    expect(receipts.filter(({ messageId }) => messageId === null)).toEqual([]);
    await delivered();
    for (const row of collector.rows.values()) expect(JSON.stringify(row).length).toBeLessThan(32 * 1024);
    expect(await heard(page)).toEqual(SILENCE);
  },
);

fault(
  65,
  'names and ids that throw when they are read are refused with their reason and counted',
  { head: LISTEN },
  async ({ open, track, delivered }) => {
    const page = await open();
    const { reasons, drops } = await page.evaluate(async () => {
      const client = window.ahaloop as unknown as Client & Record<string, (...args: unknown[]) => Promise<Receipt>>;
      const told: string[] = [];
      client.onDrop(({ reason }) => told.push(reason));
      const bomb = {
        toString(): never {
          throw new Error('toString');
        },
        get survey(): never {
          throw new Error('getter');
        },
      };
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      const calls: [string, unknown[]][] = [
        ['track', [bomb]],
        ['track', [Symbol('name')]],
        ['track', [10n]],
        ['identify', [bomb.toString]],
        ['identify', [Symbol('id')]],
        ['group', [[]]],
        ['alias', [null]],
        ['respond', [bomb]],
        ['respond', [proxy]],
        ['respond', [null]],
      ];
      const made: (string | undefined)[] = [];
      for (const [method, args] of calls) made.push((await client[method]!(...args)).reason);
      return { reasons: made, drops: told };
    });
    expect(reasons.every((reason) => typeof reason === 'string')).toBe(true);
    expect(drops).toEqual(reasons);
    await track(page, 5);
    await delivered();
    expect(await heard(page)).toEqual(SILENCE);
  },
);
