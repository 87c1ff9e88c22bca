/** Referral links from the first question to the reward, over a real store. */
import { createHmac, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDefinition } from '../../src/lifecycle/read-definition.js';
import { createApp } from '../app.js';
import type { Store } from '../store/open-store.js';
import { openReferralCodes } from '../store/referral-codes.js';
import { AS_READER, READ_KEY } from '../test-support/reader.js';
import { openTestStore } from '../test-support/open-test-store.js';
import { clickKind } from './referral-routes.js';

const NOW = Date.UTC(2026, 10, 20, 12);
const SECRET = 's'.repeat(32);
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
const read = readDefinition({ version: 1, preset: 'aarrr' });
const lifecycles = new Map('lifecycle' in read ? [['p', read.lifecycle]] : []);

let store: Store;
let app: FastifyInstance;
beforeAll(async () => {
  store = await openTestStore();
  app = await createApp({
    store,
    projects: new Map([
      ['key', 'p'],
      ['other', 'q'],
    ]),
    lifecycles,
    identitySecrets: new Map([['p', SECRET]]),
    sites: new Map([['p', 'https://www.example.com/start?from=friend']]),
    sdkFolder: '/',
    readKey: READ_KEY,
    now: () => NOW,
  });
});
afterAll(() => app.close());

const ask = (anonymousId: string, writeKey = 'key', more: object = {}) =>
  app.inject({ method: 'POST', url: '/v1/referral', payload: JSON.stringify({ writeKey, anonymousId, ...more }) });
const tokenOf = (sub: string, secret = SECRET): string => {
  const payload = Buffer.from(JSON.stringify({ sub, project: 'p', exp: NOW / 1_000 + 60 })).toString('base64url');
  return `${payload}.${createHmac('sha256', secret).update(payload).digest('base64url')}`;
};
const codeOf = async (anonymousId: string) => (await ask(anonymousId)).json<{ code: string }>().code;
const invitationsOf = async (anonymousId: string) =>
  (await ask(anonymousId)).json<{ invitations: Record<string, number> }>().invitations;
const open = (code: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
  app.inject({ method, url: `/r/${code}`, headers: { 'user-agent': BROWSER, ...headers } });
const clicks = async (code: string) => {
  const rows = await store.query<{ kind: string; n: number }>(
    'SELECT kind, toUInt32(sum(clicks)) AS n FROM referral_clicks WHERE code = {code:String} GROUP BY kind ORDER BY kind',
    { code },
  );
  return Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));
};
const send = (...events: readonly Record<string, unknown>[]) =>
  app.inject({
    method: 'POST',
    url: '/v1/batch',
    payload: JSON.stringify({
      writeKey: 'key',
      batch: events.map((event, at) => ({
        type: 'track',
        messageId: randomUUID(),
        timestamp: new Date(NOW - 60_000 + at).toISOString(),
        ...event,
      })),
    }),
  });
const friend = (code: string, userId: string, atMs: number, more: object = {}) => ({
  event: 'Referral Attributed',
  anonymousId: randomUUID(),
  userId,
  properties: { referral_code: code, self: false, ...more },
  context: { attribution: { referral: { code, atMs } } },
});

describe('a code', () => {
  test('is the same whenever it is asked for, also by two tabs at once, and says nothing of who it is', async () => {
    const id = randomUUID();
    const [one, two] = await Promise.all([codeOf(id), codeOf(id)]);
    expect(one).toMatch(/^[0-9a-hjkmnp-tv-z]{12}$/);
    expect([two, await codeOf(id)]).toEqual([one, one]);
    expect(await codeOf(randomUUID())).not.toBe(one);
  });

  test.each([
    ['an id that others could guess', 'u1', 'key', 400, 'anonymous-id-guessable'],
    ['a project without a site', randomUUID(), 'other', 404, 'referral-off'],
    ['an unknown write key', randomUUID(), 'none', 401, 'write-key-unknown'],
  ])('is not given to %s', async (_who, id, key, status, code) => {
    const reply = await ask(id, key);
    expect([reply.statusCode, reply.json<{ error: { code: string } }>().error.code]).toEqual([status, code]);
  });

  test('is a person’s on all their devices where their token says who they are; friends of the codes before count', async () => {
    const [laptop, phone] = [randomUUID(), randomUUID()];
    const before = await codeOf(laptop);
    await send(friend(before, `friend-${laptop}`, NOW - 120_000));
    const user = `user-${laptop}`;
    await send({ type: 'identify', anonymousId: laptop, userId: user });
    const answerTo = async (anonymousId: string) =>
      (await ask(anonymousId, 'key', { identityToken: tokenOf(user) })).json<{ code: string; invitations: object }>();
    const there = await answerTo(laptop);
    expect((await answerTo(phone)).code).toBe(there.code);
    expect(there.code).not.toBe(await codeOf(phone));
    expect(there.invitations).toMatchObject({ signedUp: 1 });
  });

  test('of a user is not told or erased by their user id as an anonymous id', async () => {
    const user = randomUUID();
    const url = `/v1/person/${user}/referral?project=p`;
    const own = async () =>
      (await app.inject({ method: 'POST', url, headers: AS_READER })).json<{ code: string }>().code;
    const code = await own();
    await send(friend(code, `friend-${user}`, NOW - 120_000));
    const told = (await ask(user)).json<{ code: string; invitations: object }>();
    expect(told.code).not.toBe(code);
    expect(told.invitations).toMatchObject({ opened: 0, signedUp: 0 });
    await store.forget('p', user);
    expect(await own()).toBe(code);
    expect((await open(code)).headers.location).toContain(code);
  });

  test.each([
    ['a token with another secret', { identityToken: tokenOf('u1', 'x'.repeat(32)) }, 'identity-token-wrong'],
    ['a token that is none', { identityToken: 7 }, 'identity-token-missing'],
  ])('is not given for %s', async (_what, more, code) => {
    const reply = await ask(randomUUID(), 'key', more);
    expect([reply.statusCode, reply.json<{ error: { code: string } }>().error.code]).toEqual([401, code]);
  });

  test('is nobody’s once its owner was forgotten: the link leads to the site all the same', async () => {
    const id = randomUUID();
    const code = await codeOf(id);
    await store.forget('p', id);
    expect((await open(code)).headers.location).toBe('https://www.example.com/start?from=friend');
  });
});

describe('a link', () => {
  test('leads to the site with the code, kept by nobody on the way', async () => {
    const code = await codeOf(randomUUID());
    const reply = await open(code);
    expect(reply.statusCode).toBe(302);
    expect(reply.headers).toMatchObject({
      location: `https://www.example.com/start?from=friend&aha_ref=${code}`,
      'cache-control': 'no-store',
    });
    expect(reply.headers).not.toHaveProperty('set-cookie');
    expect((await open(code.toUpperCase())).headers.location).toBe(reply.headers.location);
  });

  test.each([
    'unknown',
    '//evil.example',
    '%2F%2Fevil.example',
    'https:%2F%2Fevil.example',
    'x?to=https://evil.example',
    '..%2F..%2Fevil',
    '000000000000',
    "'%20OR%201=1",
  ])('of %j leads nowhere but to the site', async (code) => {
    const { statusCode, headers } = await open(code);
    if (statusCode === 302) expect(headers.location).toBe('https://www.example.com/start?from=friend');
    else expect(statusCode).toBe(404);
  });

  test('counts people, counts robots apart, and does not count what only looks ahead', async () => {
    const code = await codeOf(randomUUID());
    await open(code);
    await open(code);
    await open(code, { 'user-agent': 'WhatsApp/2.23.20.0 A' });
    await open(code, { 'sec-purpose': 'prefetch;prerender' });
    await open(code, { purpose: 'prefetch' });
    expect((await open(code, {}, 'HEAD')).statusCode).toBe(302);
    await expect.poll(() => clicks(code)).toEqual({ person: 2, robot: 1 });
  });

  test('is opened without asking the store, also after a restart', async () => {
    const code = await codeOf(randomUUID());
    const stored = store.stream<{ code: string; projectId: string }>(
      'SELECT code, project_id AS projectId FROM referral_owners',
    );
    const ask = () => Promise.reject(new Error('disk'));
    const referralCodes = await openReferralCodes({ ask, insert: ask, hide: ask, stored, now: () => NOW });
    const other = await createApp({
      store: { ...store, query: ask, referralCodes },
      projects: new Map([['key', 'p']]),
      sites: new Map([[null, 'https://example.com/']]),
      sdkFolder: '/',
    });
    const locationOf = async (given: string) => (await other.inject({ url: `/r/${given}` })).headers.location;
    expect(await locationOf(code)).toBe(`https://example.com/?aha_ref=${code}`);
    expect(await locationOf('000000000000')).toBe('https://example.com/');
    await other.close();
  });
});

describe('what became of invitations', () => {
  test('is counted from the events of friends: who signed up, whom nobody knew before, and who has begun', async () => {
    const owner = randomUUID();
    const code = await codeOf(owner);
    const opened = { event: 'Referral Link Opened', properties: { referral_code: code, self: false } };
    await send(
      { event: 'Signed In', userId: 'old', timestamp: '2026-11-01T00:00:00.000Z' },
      { ...opened, anonymousId: randomUUID() },
      { ...opened, anonymousId: randomUUID() },
      { ...opened, anonymousId: owner },
      friend(code, 'f1', NOW - 120_000),
      friend(code, 'f1', NOW - 120_000),
      friend(code, 'f2', NOW - 120_000),
      friend(code, 'old', NOW - 120_000),
      friend(code, 'me', NOW - 120_000, { self: true }),
      { ...friend(code, 'own', NOW - 120_000), anonymousId: owner },
      friend('another', 'f3', NOW - 120_000),
      { event: 'Activation Milestone Reached', userId: 'f2', properties: { milestone: 'first_report' } },
    );
    expect(await invitationsOf(owner)).toEqual({ opened: 2, signedUp: 2, activated: 1 });
    await send({ event: 'Referral Reward Granted', userId: 'me', properties: { referral_code: code } });
    expect(await invitationsOf(owner)).toMatchObject({ rewarded: 1 });
  });

  test('is read from rows of the codes and their friends: nobody’s question costs what the store holds', async () => {
    const asked: string[] = [];
    const watched: Store = {
      ...store,
      query: (sql, params) => {
        asked.push(sql);
        return store.query(sql, params);
      },
    };
    const sites = new Map([[null, 'https://example.com/']]);
    const options = {
      store: watched,
      projects: new Map([['key', 'p']]),
      sites,
      identitySecrets: new Map([['p', SECRET]]),
    };
    const other = await createApp({ ...options, sdkFolder: '/', now: () => NOW });
    for (const more of [{}, { identityToken: tokenOf('u9') }]) {
      const payload = JSON.stringify({ writeKey: 'key', anonymousId: randomUUID(), ...more });
      expect((await other.inject({ method: 'POST', url: '/v1/referral', payload })).statusCode).toBe(200);
    }
    const tables = asked.flatMap((sql) => sql.match(/(?<=FROM )[a-z_]+/g));
    expect(new Set(tables)).toEqual(
      new Set(['referral_facts', 'referral_clicks', 'user_browsers', 'friends', 'people', 'brought']),
    );
    await other.close();
  });

  test('forgets a friend who was erased', async () => {
    const owner = randomUUID();
    const code = await codeOf(owner);
    await send(friend(code, 'f20', NOW - 120_000), friend(code, 'f21', NOW - 120_000));
    expect(await invitationsOf(owner)).toMatchObject({ signedUp: 2 });
    await store.erasePerson('p', 'f20', false);
    expect(await invitationsOf(owner)).toMatchObject({ signedUp: 1 });
    const left = await store.query('SELECT user_id FROM user_browsers WHERE user_id = {id:String}', { id: 'f20' });
    expect(left).toEqual([]);
  });

  test('is told for a user over all their browsers, to the product’s server only', async () => {
    const browser = randomUUID();
    const code = await codeOf(browser);
    await send(
      { event: 'Report Created', userId: 'u7', anonymousId: browser },
      friend(code, 'f8', NOW - 120_000),
      friend(code, 'u7', NOW - 120_000),
    );
    const url = '/v1/person/u7/referral?project=p';
    const none = await app.inject({ url, headers: AS_READER });
    expect([none.statusCode, none.json()]).toMatchObject([404, { error: { code: 'referral-code-none' } }]);
    const reply = await app.inject({ method: 'POST', url, headers: AS_READER });
    const told = reply.json<{ code: string; invitations: object }>();
    expect(told.invitations).toEqual({ opened: 0, signedUp: 1, activated: 0 });
    expect(told.code).not.toBe(code);
    const closed = await app.inject({ url, headers: { host: 'www.example.com' } });
    expect(closed.statusCode).toBe(401);
  });
});

test.each([
  ['facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)', true],
  ['TelegramBot (like TwitterBot)', true],
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', true],
  ['curl/8.5.0', true],
  [undefined, true],
  [BROWSER, false],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.50', false],
  ['Mozilla/5.0 (Linux; Android 14; Cubot P80) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36', false],
])('%s is a robot: %s', (name, robot) => expect(clickKind(name)).toBe(robot ? 'robot' : 'person'));
