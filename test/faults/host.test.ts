/**
 * Faults 53–56 and 61–65: pages that patch, pollute, forbid and pass rubbish; and what we cost them.
 */
import { expect } from 'vitest';
import type { Client, Receipt } from '../../src/client.js';
import { MAX_BATCH_BYTES } from '../../src/wire/limits.js';
import { fault } from './fault.js';
import { heard, LISTEN, SILENCE, TELL, whenReady } from './page-ears.js';
import { waitUntil } from './wait-until.js';

/** What a page sees us do. */
interface Work {
  /** To localStorage. */
  writes: number;
  transactions: number;
  readChars: number[];
  bodyChars: number[];
}

for (const { name, patch, mayDrop = false } of [
  { name: 'fetch', patch: `window.fetch = () => { throw new TypeError('patched'); };` },
  { name: 'Promise', patch: `window.Promise = class { constructor() { throw new TypeError('patched'); } };` },
  { name: 'JSON', patch: `JSON.stringify = () => 'patched'; JSON.parse = () => { throw new TypeError('patched'); };` },
  {
    name: 'indexedDB',
    patch: `Object.defineProperty(window, 'indexedDB', { get() { throw new TypeError('patched'); } });`,
  },
  { name: 'crypto', patch: `Crypto.prototype.getRandomValues = () => { throw new TypeError('patched'); };` },
  { name: 'Date', patch: `window.Date = class { constructor() { throw new TypeError('patched'); } };` },
  {
    name: 'the methods of arrays',
    patch: `for (const name of ['map', 'filter', 'flatMap', 'push', 'join', 'forEach', 'slice', 'find', 'some', 'every', 'at', 'includes'])
      Array.prototype[name] = () => { throw new TypeError('patched'); };`,
    // What idb's own listeners throw then is heard in the page: they use these methods, and nothing stands between.
    mayDrop: true,
  },
]) {
  fault(
    53,
    `a host that breaks ${name} after we have loaded: ${mayDrop ? 'nothing is lost uncounted' : 'nothing is thrown, nothing is lost'}`,
    {
      head: TELL,
      body: whenReady(`
        ahaloop.onDrop(({ count }) => tell('dropped: ' + count));
        ${mayDrop ? `await ahaloop.track('Before');` : ''}
        { ${patch} }
        for (let n = 0; n < 40; n++) ahaloop.track('Patched', { n });
        tell('tracked');`),
      repeated: 40,
    },
    async ({ visit, expect: count, giveUp, collector, recover }) => {
      count(40);
      await visit('/');
      await waitUntil('the page has tracked', () => collector.notes.includes('tracked'));
      const dropped = (): number =>
        collector.notes.reduce((sum, note) => sum + Number(/^dropped: (\d+)$/.exec(note)?.[1] ?? 0), 0);
      if (mayDrop) {
        await waitUntil(
          'all is dropped or stored',
          () =>
            dropped() +
              [...collector.rows.values()].filter((row) => row.type === 'track' && row.event === 'Patched').length >=
            40,
        );
        giveUp(dropped());
      }
      await recover();
      const heard = mayDrop ? /^rejected/ : /^(thrown|rejected)/;
      expect(collector.notes.filter((note) => heard.test(note))).toEqual([]);
    },
  );
}

for (const { name, patch } of [
  { name: 'fetch', patch: 'delete window.fetch; window.fetch = undefined;' },
  {
    name: 'indexedDB and localStorage',
    patch: `for (const name of ['indexedDB', 'localStorage'])
      Object.defineProperty(window, name, { get: () => null });`,
  },
  {
    name: 'locks and channels',
    patch: `delete window.BroadcastChannel; Object.defineProperty(navigator, 'locks', { get: () => null });`,
  },
  {
    name: 'Array.from, as old libraries do,',
    patch: `Array.from = (list) => { const all = []; for (let i = 0; i < (list?.length ?? 0); i++) all[i] = list[i]; return all; };`,
  },
]) {
  fault(
    53,
    `a host that breaks ${name} before we load: nothing is thrown, and what can be kept is`,
    { head: `${LISTEN}<script>{${patch}}</script>`, repeated: 40 },
    async ({ open, track, siteUrl, recover }) => {
      const page = await open();
      await track(page, 40);
      expect(await heard(page)).toEqual(SILENCE);
      await page.goto(`${siteUrl}/plain`);
      await recover();
    },
  );
}

fault(
  54,
  'a polluted Object.prototype changes no request and no write',
  {
    head: `${TELL}<script>{
      const pollution = {
        durability: 'relaxed', method: 'GET', keepalive: false, mode: 'no-cors', body: 'polluted', ifAvailable: false, steal: true,
        autoIncrement: false, keyPath: 'id', headers: { 'x-polluted': '1' }, credentials: 'include', toJSON: () => 'polluted',
        lines: 'polluted', key: 'polluted', type: 'polluted', durable: false,
      };
      for (const [key, value] of Object.entries(pollution))
        Object.defineProperty(Object.prototype, key, {
          get: () => value,
          set(own) { Object.defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true }); },
          configurable: true,
        });
    }</script>`,
    body: whenReady(`for (let n = 0; n < 40; n++) ahaloop.track('Polluted', { n });`),
  },
  async ({ visit, expect: count, collector, delivered }) => {
    count(40);
    await visit('/');
    await delivered();
    for (const row of collector.rows.values()) {
      expect(row).toMatchObject({ type: 'track', event: 'Polluted', properties: { n: expect.any(Number) as number } });
    }
    expect(collector.notes).toEqual([]);
  },
);

fault(
  55,
  'toJSON on the prototypes of arrays, objects, texts and dates does not reach an event',
  {
    head: `<script>
      for (const { prototype } of [Array, Object, String, Number, Date])
        Object.defineProperty(prototype, 'toJSON', { value: () => 'patched', configurable: true });
    </script>`,
    body: whenReady(`ahaloop.track('Listed', { n: 0, list: [1, 'two', { three: 3 }] });`),
  },
  async ({ visit, expect: count, collector, delivered }) => {
    count(1);
    await visit('/');
    await delivered();
    const [row] = collector.rows.values();
    expect(row).toMatchObject({ event: 'Listed', properties: { list: [1, 'two', { three: 3 }] } });
  },
);

fault(
  56,
  'a strict policy without inline code, with Trusted Types: nothing is violated',
  {
    headers: ({ url, sdkUrl }) => ({
      'content-security-policy': [
        `default-src 'none'`,
        `script-src ${new URL(sdkUrl).origin}`,
        `connect-src ${url}`,
        `require-trusted-types-for 'script'`,
        `report-uri ${new URL('/note?violation', sdkUrl).href}`,
      ].join('; '),
    }),
  },
  async ({ open, track, collector, delivered }) => {
    const page = await open();
    expect((await track(page, 40)).every(({ durable }) => durable)).toBe(true);
    await delivered();
    // Some browsers look for the site's icon by themselves.
    expect(collector.notes.filter((note) => !note.includes('/favicon.ico'))).toEqual([]);
  },
);

fault(
  56,
  'a page isolated from other origins (COEP, COOP) without any permission',
  {
    tag: 'async crossorigin',
    headers: () => ({
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'geolocation=(), camera=(), storage-access=(), browsing-topics=()',
    }),
  },
  async ({ open, track, delivered }) => {
    const page = await open();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await track(page, 40);
    await delivered();
  },
);

fault(
  61,
  `what the page's own listeners throw is the page's own error, and costs no event`,
  {
    head: TELL,
    // Without `crossorigin` the browser hides what is thrown in a script of another origin.
    tag: 'async crossorigin',
    body: whenReady(`
      for (const name of ['captured', 'stored', 'sent', 'dropped'])
        ahaloop.on(name, () => { throw new Error('the page itself, in ' + name); });
      for (let n = 0; n < 40; n++) ahaloop.track('Heard', { n });`),
  },
  async ({ browser, visit, expect: count, collector, delivered }) => {
    count(40);
    await visit('/');
    await delivered();
    // Older WebKits hide the text in spite of it.
    const hidden = browser.name === 'webkit' ? /Script error\.$/ : /$^/;
    for (const name of ['captured', 'stored', 'sent']) {
      await waitUntil(`the page hears of its error in ${name}`, () =>
        collector.notes.some(
          (note) => note.startsWith('thrown') && (note.endsWith(`the page itself, in ${name}`) || hidden.test(note)),
        ),
      );
    }
    expect(collector.notes.filter((note) => !/the page itself|Script error\.$/.test(note))).toEqual([]);
  },
);

fault(
  62,
  'a dead collector and a dead disk: nothing is thrown, nothing is rejected, nothing is written to the console',
  {
    head: `${LISTEN}<script>IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };</script>`,
  },
  async ({ open, track, collector, delivered }) => {
    const page = await open();
    await collector.refuse();
    for (let round = 0; round < 5; round++) await track(page, 40);
    await page.evaluate(() => (window.ahaloop as Client).flush());
    expect(await heard(page)).toEqual(SILENCE);
    await collector.heal();
    await page.evaluate(() => (window.ahaloop as Client).flush());
    await delivered();
    expect(await heard(page)).toEqual(SILENCE);
  },
);

fault(
  63,
  'of two thousand calls each group is one write, none writes in the task of the call but that, and what follows is cut into small pieces',
  {
    // How long it takes is measured by `npm run bench`: a busy machine makes anything slow.
    head: `<script>{
      window.work = { writes: 0, transactions: 0, readChars: [0], bodyChars: [0] };
      const { setItem } = Storage.prototype;
      Storage.prototype.setItem = function (...args) { work.writes++; return setItem.apply(this, args); };
      const { transaction } = IDBDatabase.prototype;
      IDBDatabase.prototype.transaction = function (...args) {
        if (args[1] === 'readwrite') work.transactions++;
        return transaction.apply(this, args);
      };
      const { getAll } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.getAll = function (...args) {
        const request = getAll.apply(this, args);
        request.addEventListener('success', () => work.readChars.push(request.result.join('').length));
        return request;
      };
      const { fetch } = window;
      window.fetch = (url, init) => { work.bodyChars.push(init.body.length); return fetch(url, init); };
    }</script>`,
  },
  async ({ open, track, expect: count, delivered }) => {
    const page = await open();
    await track(page, 10);
    await delivered();
    const work = await page.evaluate(async (from) => {
      const client = window.ahaloop as Client;
      const own = (window as unknown as { work: Work }).work;
      own.writes = own.transactions = 0;
      for (let n = from; n < from + 2_000; n += 50) {
        let last;
        for (let more = n; more < n + 50; more++) last = client.track('Measured', { n: more, kind: 'sales' });
        await last;
      }
      await client.flush();
      return own;
    }, count(2_000));
    await delivered();
    expect(work.writes).toBeLessThan(10);
    // One for each of the forty groups, one to remove what was acknowledged by each of the requests.
    expect(work.transactions).toBeLessThanOrEqual(40 + work.bodyChars.length);
    expect(Math.max(...work.bodyChars)).toBeGreaterThan(1_000);
    expect(Math.max(...work.bodyChars)).toBeLessThan(MAX_BATCH_BYTES + 1024);
    expect(Math.max(...work.readChars)).toBeLessThan(2 * MAX_BATCH_BYTES);
  },
);

fault(
  64,
  'whatever is passed as properties, the call does not throw and the event arrives in its best form',
  { head: LISTEN },
  async ({ open, expect: count, collector, delivered }) => {
    const page = await open();
    const receipts = await page.evaluate((from) => {
      const client = window.ahaloop as Client;
      const circle: Record<string, unknown> = {};
      circle.self = circle;
      let deep: Record<string, unknown> = {};
      for (let depth = 0; depth < 10_000; depth++) deep = { deep };
      const wide: Record<string, number> = {};
      for (let key = 0; key < 1_000_000; key++) wide[`k${key}`] = key;
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      const values: unknown[] = [
        circle,
        10n,
        Symbol('s'),
        proxy,
        document.body,
        window,
        {
          get broken(): never {
            throw new Error('getter');
          },
        },
        'x'.repeat(10 * 1024 * 1024),
        deep,
        wide,
        '\ud800 lone',
        [NaN, Infinity, -0],
        JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'),
        () => 1,
        new Date(NaN),
        new Map([[1, 2]]),
        new Proxy(
          {},
          {
            ownKeys: () => {
              throw new Error('trap');
            },
          },
        ),
        Promise.resolve(1),
        /r/,
        undefined,
      ];
      const made: Promise<Receipt>[] = [];
      for (const [at, value] of values.entries()) made.push(client.track('Rubbish', { n: from + at, value }));
      return Promise.all(made);
    }, count(20));
    expect(receipts.filter(({ messageId }) => messageId === null)).toEqual([]);
    await delivered();
    for (const row of collector.rows.values()) expect(JSON.stringify(row).length).toBeLessThan(32 * 1024);
    const truncated = [...collector.rows.values()].filter(
      (row) => row.type === 'track' && row.properties?._truncated === true,
    );
    expect(truncated.length).toBeGreaterThanOrEqual(3);
    expect(await heard(page)).toEqual(SILENCE);
  },
);

fault(
  65,
  'calls of the wrong kind are refused with their reason, and do not throw',
  { head: LISTEN },
  async ({ open, track, delivered }) => {
    const page = await open();
    const reasons = await page.evaluate(async () => {
      const client = window.ahaloop as unknown as Record<string, (...args: unknown[]) => Promise<Receipt>>;
      const calls: [string, unknown[]][] = [
        ['track', []],
        ['track', [{}]],
        ['track', ['']],
        ['identify', [NaN]],
        ['group', []],
        ['alias', [{}]],
        ['respond', [{ survey: 's', kind: 'nps', score: 99 }]],
      ];
      const told: (string | undefined)[] = [];
      for (const [method, args] of calls) told.push((await client[method]!(...args)).reason);
      return told;
    });
    expect(reasons).toEqual([
      'name-missing',
      'name-missing',
      'name-missing',
      'id-invalid',
      'id-invalid',
      'id-invalid',
      'answer-invalid',
    ]);
    await track(page, 5, 'x'.repeat(1024 * 1024));
    await delivered();
    expect(await heard(page)).toEqual(SILENCE);
  },
);
