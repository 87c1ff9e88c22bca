import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BROWSER_ARGS, findBrowser } from '../../scripts/find-browser.mjs';
import type { Client } from '../../src/client.js';
import type { ConsentState } from '../../src/core/consent.js';
import type {} from '../../src/window.js';
import { eventually } from '../helpers/eventually.js';
import { sentEvents } from '../helpers/sent-events.js';
import { serveSite, type Site } from '../helpers/serve-site.js';
import { AS_READER, startCollector, type RunningCollector } from '../helpers/start-collector.js';
import { storedEvents } from '../helpers/stored-events.js';

const KEY = 'ahaloop:wk_shop';

let browser: Browser;
let collector: RunningCollector;
let site: Site;
let context: BrowserContext;
/** What went to the collector, beside its files. */
let requests: Request[];
/** Who the collector was asked to forget; its answer is scripted: `/v1/forget` is not in this collector. */
let forgotten: string[];
let forgetStatus: number;
let before: Record<string, number>;

const tag = (attributes: string): string =>
  `<!doctype html><title>Shop</title><script async src="${collector.url}/sdk/ahaloop.js" data-write-key="wk_shop" ${attributes}></script>`;
const PRERENDER = `<script>
  let ahead = true;
  Object.defineProperty(document, 'prerendering', { get: () => ahead });
  window.show = () => { ahead = false; document.dispatchEvent(new Event('prerenderingchange')); };
</script>`;

/** One of each, as a page has them. */
const WIDGETS = `
  <aha-nps></aha-nps><aha-csat></aha-csat><aha-ces></aha-ces><aha-referral></aha-referral>
  <aha-survey settings='{"questions":[{"id":"why","title":"Why?"}]}'></aha-survey>
  <aha-checklist settings='{"items":[{"id":"read","title":"Read the guide","byHand":true}]}'></aha-checklist>
  <aha-prompt title="Reports by mail" href="#mail" closable></aha-prompt>
  <aha-rewards settings='{"points":[{"fact":"reports","each":10}]}'></aha-rewards>`;

beforeAll(async () => {
  // Two hosts of one site for the cookie.
  const args = [...BROWSER_ARGS, '--host-resolver-rules=MAP *.shop.test 127.0.0.1'];
  browser = await chromium.launch({ executablePath: await findBrowser(), args });
  collector = await startCollector({
    writeKeys: ['wk_shop'],
    args: ['--linger-ms', '0', '--site', 'https://friends.example/'],
  });
  site = await serveSite({
    '/': tag('data-page="off"'),
    '/seen': tag(''),
    '/pending': tag('data-consent="pending"'),
    '/denied': tag('data-consent="denied"'),
    '/signals': tag('data-honour-privacy-signals="off"'),
    '/redact': tag('data-redact="iban, vat_id"'),
    '/ahead': PRERENDER + tag(''),
    '/nps': tag('data-consent="denied"') + '<aha-nps></aha-nps>',
    '/widgets': tag('data-consent="pending"') + WIDGETS,
    '/cookie': tag('data-cookie-domain="shop.test" data-page="off"'),
    '/cookie-pending': tag('data-cookie-domain="shop.test" data-consent="pending"'),
    '/cookie-of-app': tag('data-cookie-domain="app.shop.test" data-page="off"'),
    '/blank': '<!doctype html>',
  });
});
afterAll(async () => {
  await browser.close();
  await site.stop();
  await collector.stop();
});
beforeEach(async () => {
  [requests, forgotten, forgetStatus] = [[], [], 200];
  before = await storedEvents(collector.url);
  context = await browser.newContext();
  context.on('request', (request) => {
    if (request.url().startsWith(`${collector.url}/v1/`)) requests.push(request);
  });
  await context.route('**/v1/forget', async (route) => {
    if (forgetStatus === 0) return route.abort();
    forgotten.push(route.request().postData() ?? '');
    await route.fulfill({ status: forgetStatus, json: { success: forgetStatus === 200 } });
  });
});
afterEach(() => context.close());

/** What the collector has stored in this test. */
const rows = async (): Promise<Record<string, number>> => {
  const counts = Object.entries(await storedEvents(collector.url)).map(
    ([event, count]) => [event, count - (before[event] ?? 0)] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
};

const ready = (page: Page) => page.waitForFunction(() => window.ahaloop && !('q' in window.ahaloop));
async function open(path: string, from = context): Promise<Page> {
  const page = await from.newPage();
  await page.goto(path.startsWith('http') ? path : site.url + path);
  await ready(page);
  return page;
}
const track = (page: Page, event: string, properties: object = {}) =>
  page.evaluate(([name, more]) => (window.ahaloop as Client).track(name, more), [event, properties] as const);
const flush = (page: Page) => page.evaluate(() => (window.ahaloop as Client).flush());
const consent = (page: Page, state?: ConsentState) =>
  page.evaluate((next) => (window.ahaloop as Client).consent(next), state);
const explain = (page: Page) => page.evaluate(() => (window.ahaloop as Client).explain());
const forget = (page: Page) => page.evaluate(() => (window.ahaloop as Client).forget());

/** Everything that the page's origin keeps; each database with its records. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const databases: Record<string, unknown[]> = {};
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name!);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
      const records = db.transaction('queue').objectStore('queue').getAll();
      databases[name!] = await new Promise((resolve) => (records.onsuccess = () => resolve(records.result)));
      db.close();
    }
    // There are none where the page is not secure.
    const { locks } = navigator as { locks?: LockManager };
    const { held, pending } = (await locks?.query()) ?? {};
    return {
      databases,
      local: Object.fromEntries(Object.entries<string>(localStorage)),
      session: Object.fromEntries(Object.entries<string>(sessionStorage)),
      cookie: document.cookie,
      locks: [...(held ?? []), ...(pending ?? [])].length,
    };
  });
const NOTHING = { databases: {}, local: {}, session: {}, cookie: '', locks: 0 };
const visitorOf = async (page: Page): Promise<string> => {
  const { local } = await kept(page);
  return (JSON.parse(local[KEY]!) as { identity: { anonymousId: string } }).identity.anonymousId;
};
interface Sent {
  readonly type: string;
  readonly event?: string;
  readonly anonymousId: string;
  readonly userId?: string;
  readonly timestamp: string;
  readonly context: Record<string, unknown>;
}
const sent = (): Sent[] => requests.flatMap((request) => sentEvents<Sent>(request));

describe('pending', () => {
  test('nothing is stored and nothing is sent, not even the page view; the calls wait', async () => {
    const page = await open('/pending');
    expect(await track(page, 'Report Created')).toEqual({
      messageId: expect.any(String) as string,
      durable: false,
      reason: 'consent-pending',
    });
    expect(await flush(page)).toEqual({ ok: false, sent: 0, pending: 2, reason: 'consent-pending' });
    expect(await explain(page)).toEqual({
      consent: { state: 'pending', because: 'option' },
      closed: 'consent-pending',
      pending: 2,
      forgetting: false,
    });
    // Nor where somebody looks at another tab meanwhile.
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await track(page, 'Hidden');
    await page.goto(`${site.url}/blank`);
    expect(await kept(page)).toEqual(NOTHING);
    expect(requests).toEqual([]);
  });

  test('widgets are used without a trace, and a referral link is asked for once it may be', async () => {
    const page = await open('/widgets');
    const within = (widget: string) => page.locator(`aha-${widget}`);
    await within('nps').getByRole('radio', { name: '9' }).check();
    await within('nps').getByRole('button', { name: 'Submit' }).click();
    await within('survey').getByRole('textbox').fill('Because');
    await within('checklist').getByRole('checkbox').check();
    await within('checklist').getByText('All done. Well done!').waitFor();
    await within('prompt').getByRole('button', { name: 'Close' }).click();
    await within('nps').getByRole('textbox').waitFor(); // the answer was taken
    await page.waitForFunction(() => (window.ahaloop as Client).pending() > 3);
    expect(await kept(page)).toEqual(NOTHING);
    expect(requests).toEqual([]);
    expect(await within('referral').locator('input').count()).toBe(0);
    await consent(page, 'granted');
    await expect.poll(() => within('referral').locator('input').inputValue()).toMatch(/\/r\//);
    expect(requests.map((request) => new URL(request.url()).pathname)).toContain('/v1/referral');
    await expect.poll(() => flush(page)).toMatchObject({ ok: true, pending: 0 });
    expect(await rows()).toMatchObject({
      'Survey Answered': 1,
      'Checklist Item Completed': 1,
      'Promotion Dismissed': 1,
    });
  });

  test('granted sends what waited, and the next page begins granted', async () => {
    const page = await open('/pending?utm_source=mail');
    await track(page, 'First');
    await page.evaluate(() => (window.ahaloop as Client).identify('u1'));
    await track(page, 'Second');
    expect(await consent(page, 'granted')).toBe('granted');
    expect(await flush(page)).toMatchObject({ ok: true, pending: 0 });
    expect(await rows()).toEqual({ page: 1, identify: 1, First: 1, Second: 1 });
    // Who somebody is goes first, as what is precious does; the rest in order.
    expect(sent().map(({ type, event }) => event ?? type)).toEqual(['identify', 'page', 'First', 'Second']);
    expect(new Set(sent().map(({ anonymousId }) => anonymousId))).toEqual(new Set([await visitorOf(page)]));
    expect(JSON.stringify(sent()[1]!.context.attribution)).toContain('"source":"mail"');
    await page.goto(`${site.url}/pending`);
    await ready(page);
    expect((await explain(page)).consent).toEqual({ state: 'granted', because: 'decided' });
    expect(await track(page, 'Third')).toMatchObject({ durable: true });
    await flush(page);
  });

  test('two tabs that waited are one visitor, with one session, once one of them is granted', async () => {
    const [one, other] = [await open('/pending'), await open('/pending')];
    await track(other, 'Other');
    await consent(one, 'granted');
    await eventually(
      () => explain(other),
      ({ closed }) => closed === null,
    );
    await track(one, 'One');
    await Promise.all([flush(one), flush(other)]);
    await eventually(rows, (counts) => counts.page === 2 && counts.One === 1 && counts.Other === 1);
    expect(new Set(sent().map(({ anonymousId }) => anonymousId)).size).toBe(1);
    expect(new Set(sent().map(({ context }) => context.sessionId)).size).toBe(1);
  });
});

describe('denied', () => {
  test('erases the queue, the visitor and the journal, counts what is lost, and sends nothing any more', async () => {
    await context.route('**/v1/batch?*', (route) => route.abort());
    const page = await open('/');
    await page.evaluate((key) => {
      localStorage.setItem(`${key}:journal:old`, '{"messageId":"x"}');
      localStorage.setItem(`${key}2`, 'of another write key');
      (window as never as { drops: unknown[] }).drops = [];
      (window.ahaloop as Client).onDrop((drop) => (window as never as { drops: unknown[] }).drops.push(drop));
    }, KEY);
    for (const event of ['A', 'B']) await track(page, event);
    expect((await kept(page)).databases[KEY]).toHaveLength(2);
    expect(await consent(page, 'denied')).toBe('denied');
    await eventually(
      () => kept(page),
      ({ databases }) => databases[KEY]?.length === 0,
    );
    const asked = requests.length;
    expect(await track(page, 'C')).toEqual({ messageId: null, durable: false, reason: 'consent-denied' });
    expect(await flush(page)).toMatchObject({ ok: false, reason: 'consent-denied' });
    expect(await page.evaluate(() => (window as never as { drops: unknown[] }).drops)).toEqual([
      { reason: 'consent-denied', count: 2 },
      { reason: 'consent-denied', count: 1 },
    ]);
    await eventually(
      () => page.evaluate(() => (window.ahaloop as Client).pending()),
      (count) => count === 0,
    );
    await page.goto(`${site.url}/blank`);
    expect(await kept(page)).toMatchObject({
      databases: { [KEY]: [] },
      local: { [`${KEY}:consent`]: 'denied', [`${KEY}2`]: 'of another write key' },
      cookie: '',
    });
    expect(Object.keys((await kept(page)).local)).toHaveLength(2);
    // The decision holds on the next page.
    await page.goto(`${site.url}/seen`);
    await ready(page);
    expect((await explain(page)).consent).toEqual({ state: 'denied', because: 'decided' });
    expect(requests).toHaveLength(asked);
  });

  test('holds in the other tabs at once', async () => {
    const [one, other] = [await open('/'), await open('/')];
    await track(other, 'Before');
    await flush(other);
    await consent(one, 'denied');
    await eventually(
      () => explain(other),
      ({ closed }) => closed === 'consent-denied',
    );
    expect(await track(other, 'After')).toMatchObject({ reason: 'consent-denied' });
    await one.close();
    await other.goto(`${site.url}/blank`);
    expect((await kept(other)).local).toEqual({ [`${KEY}:consent`]: 'denied' });
    expect(await rows()).toEqual({ Before: 1 });
  });

  test('by option: nothing is stored, not even the decision, and what an earlier page left is erased', async () => {
    const page = await open('/denied');
    await page.goto(`${site.url}/blank`);
    expect(await kept(page)).toEqual(NOTHING);
    await context.setOffline(true);
    await context.setOffline(false);
    await context.route('**/v1/batch?*', (route) => route.abort());
    await page.goto(site.url);
    await ready(page);
    await track(page, 'A');
    await page.goto(`${site.url}/denied`);
    await ready(page);
    await eventually(
      () => kept(page),
      ({ databases, local }) => databases[KEY]?.length === 0 && Object.keys(local).length === 0,
    );
  });

  test('granted again begins a new visitor', async () => {
    const page = await open('/');
    await track(page, 'Granted First');
    const old = await visitorOf(page);
    await flush(page);
    await consent(page, 'denied');
    await consent(page, 'granted');
    await eventually(
      () => explain(page),
      ({ closed }) => closed === null,
    );
    expect(await track(page, 'Granted Again')).toMatchObject({ durable: true });
    await flush(page);
    expect(await visitorOf(page)).not.toBe(old);
    // What a page of another test sent when it was closed may come in as late as now.
    expect(await rows()).toMatchObject({ 'Granted First': 1, 'Granted Again': 1 });
  });

  test('a widget thanks for the answer, and nothing is kept or sent', async () => {
    const page = await open('/nps');
    await page.getByRole('radio', { name: '9', exact: true }).check({ force: true });
    await page.locator('[part~=submit]').click();
    await page.getByRole('textbox').fill('Good');
    await page.locator('[part~=submit]').click();
    await page.locator('[part~=thanks]').waitFor();
    await page.goto(`${site.url}/blank`);
    expect(await kept(page)).toEqual(NOTHING);
    expect(requests).toEqual([]);
  });
});

describe('signals', () => {
  const signals = [
    ['gpc', 'globalPrivacyControl', true],
    ['dnt', 'doNotTrack', '1'],
  ] as const;
  test.each(signals)('%s is a refusal, unless the person grants consent here', async (because, name, value) => {
    await context.addInitScript(
      ([property, signal]) => {
        Object.defineProperty(Navigator.prototype, property, { get: () => signal, configurable: true });
      },
      [name, value] as const,
    );
    const page = await open('/seen');
    expect((await explain(page)).consent).toEqual({ state: 'denied', because });
    expect(await track(page, 'A')).toMatchObject({ reason: 'consent-denied' });
    await page.goto(`${site.url}/blank`);
    expect(await kept(page)).toEqual(NOTHING);
    await page.goto(`${site.url}/signals`);
    await ready(page);
    expect((await explain(page)).consent).toEqual({ state: 'granted', because: 'default' });
    await page.goto(site.url);
    await ready(page);
    await consent(page, 'granted');
    await page.reload();
    await ready(page);
    expect((await explain(page)).consent).toEqual({ state: 'granted', because: 'decided' });
    expect(await track(page, 'B')).toMatchObject({ durable: true });
    expect(await flush(page)).toMatchObject({ ok: true });
  });
});

test('a page that is rendered ahead stores and sends nothing until it is shown, and is viewed then', async () => {
  const page = await open('/ahead');
  expect(await track(page, 'Early')).toMatchObject({ durable: false, reason: 'prerendering' });
  expect(await flush(page)).toMatchObject({ ok: false, reason: 'prerendering' });
  expect(await kept(page)).toEqual(NOTHING);
  const shownAt = new Date().toISOString();
  await page.evaluate(() => (window as never as { show: () => void }).show());
  expect(await flush(page)).toMatchObject({ ok: true });
  expect(sent().map(({ type, event }) => event ?? type)).toEqual(['Early', 'page']);
  expect(sent()[1]!.timestamp >= shownAt).toBe(true);
  expect(await rows()).toEqual({ Early: 1, page: 1 });
});

describe('forget', () => {
  test('erases here, asks the collector, and begins a new visitor', async () => {
    const page = await open('/');
    await track(page, 'A');
    const old = await visitorOf(page);
    await flush(page);
    await page.evaluate(() => (window.ahaloop as Client).identify('u1'));
    expect(await forget(page)).toEqual({ ok: true });
    expect(forgotten).toEqual([JSON.stringify({ writeKey: 'wk_shop', anonymousId: old })]);
    expect((await kept(page)).databases[KEY]).toEqual([]);
    expect((await kept(page)).local).not.toHaveProperty([`${KEY}:forget`]);
    expect(await visitorOf(page)).not.toBe(old);
    await track(page, 'B');
    await flush(page);
    const last = sent().at(-1)!;
    expect([last.event, last.userId]).toEqual(['B', undefined]);
    expect(last.anonymousId).toBe(await visitorOf(page));
  });

  test('asks again on the next page where the collector was out of reach', async () => {
    forgetStatus = 0;
    const page = await open('/');
    await track(page, 'A');
    const old = await visitorOf(page);
    expect(await forget(page)).toEqual({ ok: false, reason: 'network' });
    expect((await kept(page)).local[`${KEY}:forget`]).toBe(old);
    expect((await explain(page)).forgetting).toBe(true);
    forgetStatus = 503;
    await page.reload();
    await eventually(
      () => forgotten.length,
      (count) => count === 1,
    );
    forgetStatus = 200;
    await page.reload();
    await eventually(
      () => kept(page),
      ({ local }) => !(`${KEY}:forget` in local),
    );
    expect(JSON.parse(forgotten.at(-1)!)).toEqual({ writeKey: 'wk_shop', anonymousId: old });
    await page.reload();
    await ready(page);
    expect(forgotten).toHaveLength(2);
  });

  test('in two tabs at once, while both go on tracking, is one person forgotten and one begun', async () => {
    const [one, other] = [await open('/'), await open('/')];
    for (const page of [one, other]) await track(page, 'Before');
    const old = await visitorOf(one);
    const race = (page: Page) =>
      page.evaluate(async () => {
        const client = window.ahaloop as Client;
        void client.track('Before');
        const forgetting = client.forget();
        void client.track('After');
        const result = await forgetting;
        await client.track('After');
        return result;
      });
    expect(await Promise.all([race(one), race(other)])).toEqual([{ ok: true }, { ok: true }]);
    const begun = await visitorOf(one);
    expect(begun).not.toBe(old);
    const asked = forgotten.map((body) => (JSON.parse(body) as { anonymousId: string }).anonymousId);
    expect(asked).toContain(old);
    expect(asked).not.toContain(begun);
    const people = await Promise.all(
      [one, other].map((page) => page.evaluate(() => (window.ahaloop as Client).identity().anonymousId)),
    );
    expect(people).toEqual([begun, begun]);
    for (const page of [one, other]) expect(await flush(page)).toMatchObject({ ok: true, pending: 0 });
    const after = sent().filter(({ event }) => event === 'After');
    expect(after.filter(({ anonymousId }) => anonymousId === old)).toEqual([]);
    expect((await kept(one)).local).not.toHaveProperty([`${KEY}:forget`]);
    expect(JSON.stringify(await kept(one))).not.toContain(old);
  });

  test('after a refusal the collector is still asked, and another tab sends nothing of who is forgotten', async () => {
    await context.route('**/v1/batch?*', (route) => route.abort());
    const [one, other] = [await open('/'), await open('/')];
    await track(other, 'Other');
    const old = await visitorOf(one);
    await track(one, 'One');
    expect(await forget(one)).toEqual({ ok: true });
    await eventually(
      () => other.evaluate(() => (window.ahaloop as Client).pending()),
      (count) => count === 0,
    );
    await consent(one, 'denied');
    expect(await forget(one)).toEqual({ ok: true });
    expect(forgotten.map((body) => (JSON.parse(body) as { anonymousId: string }).anonymousId)[0]).toBe(old);
    expect((await kept(one)).local).toEqual({ [`${KEY}:consent`]: 'denied' });
  });
});

test('secrets, addresses and card numbers are neither on the disk nor on the wire nor in the rows', async () => {
  const SEEDS = ['s3cr3t', 'ann@example.com', 'ann%40example.com', '4111111111111111', '4111 1111 1111 1111', 'DE0212'];
  await context.route('**/v1/batch?*', (route) => route.abort());
  const page = await context.newPage();
  await page.goto(`${site.url}/redact?token=s3cr3t&mail=ann%40example.com&iban=DE0212&utm_source=mail&gclid=CL1CK`, {
    referer: `${site.url}/blank?access_token=s3cr3t&u=ann@example.com`,
  });
  await ready(page);
  await track(page, 'Paid', {
    password: 's3cr3t',
    note: 'ann@example.com',
    card: '4111 1111 1111 1111',
    IBAN: 'DE0212',
  });
  await track(page, 'Opened', { url: '/pay?n=4111111111111111&sid=s3cr3t', kind: 'sales' });
  await page.evaluate(() => (window.ahaloop as Client).identify('ops@example.com', { email: 'bob@example.com' }));
  const disk = JSON.stringify(await kept(page));
  expect(disk).toContain('sales');
  await context.unroute('**/v1/batch?*');
  expect(await flush(page)).toMatchObject({ ok: true });
  const wire = requests.map((request) => request.postData() ?? '').join('\n');
  const reported = await (
    await fetch(`${collector.url}/v1/reports/events?robots=include`, { headers: AS_READER })
  ).text();
  for (const [place, text] of Object.entries({ disk, wire, reported })) {
    for (const seed of SEEDS) expect(text, place).not.toContain(seed);
  }
  expect(wire).toContain('[redacted]');
  // What is given on purpose, and what campaigns are measured by, is as it was.
  for (const given of ['"userId":"ops@example.com"', '"email":"bob@example.com"', 'CL1CK', '"source":"mail"']) {
    expect(wire).toContain(given);
  }
});

test('what waits is sent as theirs who did it, after reset, another user and the next page', async () => {
  await context.route('**/v1/batch?*', (route) => route.abort());
  const page = await open('/');
  await page.evaluate(() => (window.ahaloop as Client).identify('alice'));
  await track(page, 'Of Alice');
  const alice = await visitorOf(page);
  await page.evaluate(() => (window.ahaloop as Client).reset());
  await track(page, 'Of Nobody');
  await page.evaluate(() => (window.ahaloop as Client).identify('bob'));
  await track(page, 'Of Bob');
  await page.reload();
  await ready(page);
  requests.length = 0;
  await context.unroute('**/v1/batch?*');
  expect(await flush(page)).toMatchObject({ ok: true });
  const of = Object.fromEntries(sent().map((one) => [one.event ?? one.type, one]));
  expect([of['Of Alice']?.anonymousId, of['Of Alice']?.userId]).toEqual([alice, 'alice']);
  expect(of['Of Nobody']?.userId).toBeUndefined();
  expect(of['Of Nobody']?.anonymousId).not.toBe(alice);
  expect([of['Of Bob']?.anonymousId, of['Of Bob']?.userId]).toEqual([of['Of Nobody']?.anonymousId, 'bob']);
});

describe('subdomains', () => {
  const at = (host: string, path: string): string => `${site.url.replace('127.0.0.1', host)}${path}`;

  test('share one visitor by one cookie, where the option asks for it', async () => {
    const page = await open(at('www.shop.test', '/cookie'));
    const id = await visitorOf(page);
    const [cookie, ...more] = await context.cookies();
    expect(more).toEqual([]);
    expect(cookie).toMatchObject({ name: 'ahaloop_wk_shop', value: `.${id}`, domain: '.shop.test', sameSite: 'Lax' });
    expect((cookie!.expires * 1000 - Date.now()) / 86_400_000).toBeGreaterThan(399);
    expect(await visitorOf(await open(at('app.shop.test', '/cookie')))).toBe(id);
    expect(await visitorOf(await open(at('app.shop.test', '/')))).toBe(id);
    expect(await visitorOf(await open(at('docs.shop.test', '/')))).not.toBe(id);
  });

  test('the referral code that brought somebody to one is known on the others, also where they had been there before', async () => {
    await open(at('app.shop.test', '/cookie'));
    const www = await open(at('www.shop.test', '/cookie?aha_ref=k7m2.é'));
    const referral = (page: Page) => page.evaluate(() => (window.ahaloop as Client).referral());
    const code = await referral(www);
    expect(code).toMatchObject({ code: 'k7m2.é' });
    expect(await referral(await open(at('app.shop.test', '/cookie')))).toEqual(code);
    // Cut in the middle of a character it is no text that a cookie can hold; the page goes on with it.
    const odd = await open(`${at('odd.shop.test', '/cookie')}?aha_ref=${'x'.repeat(199)}${encodeURIComponent('😀')}`);
    await odd.evaluate(() => (window.ahaloop as Client).reset());
    expect(await visitorOf(odd)).toMatch(/^[\da-f-]{36}$/);
    // Whoever is forgotten, or comes after, was not brought by it.
    await www.evaluate(() => (window.ahaloop as Client).reset());
    expect((await context.cookies())[0]!.value).not.toContain('k7m2');
    expect(await referral(await open(at('new.shop.test', '/cookie')))).toBeNull();
  });

  test('a decision on one holds on the others, and after a refusal the cookie holds nobody', async () => {
    const www = await open(at('www.shop.test', '/cookie-pending'));
    expect(await context.cookies()).toEqual([]);
    await consent(www, 'granted');
    const id = await visitorOf(www);
    const app = await open(at('app.shop.test', '/cookie-pending'));
    expect((await explain(app)).consent).toEqual({ state: 'granted', because: 'decided' });
    expect(await visitorOf(app)).toBe(id);
    await consent(app, 'denied');
    expect((await context.cookies()).map(({ value }) => value)).toEqual(['denied.']);
    await www.reload();
    await ready(www);
    expect((await explain(www)).consent).toEqual({ state: 'denied', because: 'decided' });
  });

  test('a refusal holds although an older cookie of another domain grants, and that cookie goes', async () => {
    const page = await open(at('app.shop.test', '/cookie-of-app'));
    await consent(page, 'granted');
    await page.goto(at('app.shop.test', '/cookie'));
    await ready(page);
    await consent(page, 'denied');
    expect((await context.cookies()).map(({ domain, value }) => [domain, value])).toEqual([['.shop.test', 'denied.']]);
    await page.reload();
    await ready(page);
    expect((await explain(page)).consent).toEqual({ state: 'denied', because: 'decided' });
  });

  test.each([
    ['localStorage', 'denied', 'granted.'],
    ['the cookie', 'granted', 'denied.'],
  ])('a refusal in %s wins over a grant in the other store', async (_, local, cookie) => {
    await context.addCookies([{ name: 'ahaloop_wk_shop', value: cookie, domain: '.shop.test', path: '/' }]);
    const page = await context.newPage();
    await page.goto(at('www.shop.test', '/blank'));
    await page.evaluate((text) => localStorage.setItem('ahaloop:wk_shop:consent', text), local);
    await page.goto(at('www.shop.test', '/cookie'));
    await ready(page);
    expect((await explain(page)).consent).toEqual({ state: 'denied', because: 'decided' });
  });

  test('a refusal that is lifted on a sister is lifted where it was made, and can be made again', async () => {
    const app = await open(at('app.shop.test', '/cookie'));
    await consent(app, 'denied');
    const www = await open(at('www.shop.test', '/cookie'));
    expect(await consent(www, 'granted')).toBe('granted');
    expect((await track(app, 'After The Grant')).durable).toBe(true);
    await app.reload();
    await ready(app);
    expect(await consent(app)).toBe('granted');
    await consent(app, 'denied');
    expect((await track(www, 'After The Refusal')).reason).toBe('consent-denied');
    await www.reload();
    await ready(www);
    expect(await consent(www)).toBe('denied');
  });

  test('who signs out on one is signed out in the open tabs of the others, before the next event', async () => {
    const www = await open(at('www.shop.test', '/cookie'));
    const app = await open(at('app.shop.test', '/cookie'));
    const identity = (page: Page) => page.evaluate(() => (window.ahaloop as Client).identity());
    for (const page of [www, app]) await page.evaluate(() => (window.ahaloop as Client).identify('anna'));
    const { anonymousId: anna } = await identity(www);
    expect((await identity(app)).anonymousId).toBe(anna);
    await app.evaluate(() => (window.ahaloop as Client).reset());
    await track(www, 'Next Person Looks');
    const next = await identity(www);
    expect(next).toEqual({ ...(await identity(app)), userId: null });
    expect(next.anonymousId).not.toBe(anna);
    await flush(www);
    const bodies = requests.map((request) => request.postData() ?? '').filter((body) => body.includes('Next Person'));
    expect(bodies.join()).not.toContain('Next Person Looks","properties":{},"anonymousId":"' + anna);
    // And back: the stale tab does not bring the old one to life again.
    await track(app, 'Still Nobody');
    expect((await identity(app)).anonymousId).toBe(next.anonymousId);
  });

  test('a tab that is seen again knows who signed out meanwhile', async () => {
    const www = await open(at('www.shop.test', '/cookie'));
    const app = await open(at('app.shop.test', '/cookie'));
    await app.evaluate(() => (window.ahaloop as Client).reset());
    await www.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    expect(await visitorOf(www)).toBe(await visitorOf(app));
  });

  test('who is forgotten on one has a new id in the cookie', async () => {
    const page = await open(at('www.shop.test', '/cookie'));
    const id = await visitorOf(page);
    expect(await forget(page)).toEqual({ ok: true });
    const [cookie] = await context.cookies();
    expect(cookie!.value).toBe(`.${await visitorOf(page)}`);
    expect(cookie!.value).not.toContain(id);
  });
});
