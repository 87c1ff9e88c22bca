/** Erasing against the real engine: what is gone stays gone, and nothing else goes with it. */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { Session } from 'chdb';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createApp } from './app.js';
import { findPerson } from './store/find-person.js';
import { openStore, type Store } from './store/open-store.js';
import { AS_READER, READ_KEY } from './test-support/reader.js';
import { sampleEvent } from './test-support/sample-event.js';
import { makeTempFolder } from './test-support/temp-folder.js';

const path = makeTempFolder();
let store: Store;
let app: FastifyInstance;

async function open(): Promise<void> {
  store = await openStore({ path, lingerMs: 0 });
  const projects = new Map([
    ['key', 'p'],
    ['other', 'q'],
  ]);
  app = await createApp({ store, projects, sdkFolder: '/none', rateLimit: 0, readKey: READ_KEY });
}

async function close(): Promise<void> {
  await app.close();
  await store.close();
}

beforeAll(open);
afterAll(async () => {
  await close();
  rmSync(path, { recursive: true, force: true });
}, 60_000);

async function send(events: readonly unknown[], writeKey = 'key') {
  const response = await app.inject({ method: 'POST', url: '/v1/batch', payload: { batch: events, writeKey } });
  return response.json<Record<string, unknown>>();
}

async function forget(body: Readonly<Record<string, unknown>>) {
  const response = await app.inject({
    method: 'POST',
    url: '/v1/forget',
    headers: { 'content-type': 'text/plain;charset=UTF-8', origin: 'https://shop.example' },
    payload: JSON.stringify({ writeKey: 'key', ...body }),
  });
  return { status: response.statusCode, headers: response.headers, body: response.json<Record<string, unknown>>() };
}

const operator = { headers: AS_READER };

async function erase(id: string, project = 'p') {
  const url = `/v1/person/${encodeURIComponent(id)}?aliases=follow&project=${project}`;
  return (await app.inject({ ...operator, method: 'DELETE', url })).json<Record<string, unknown>>();
}

async function exported(id: string, more = '&aliases=follow'): Promise<Record<string, unknown>[]> {
  const response = await app.inject({
    ...operator,
    url: `/v1/person/${encodeURIComponent(id)}/export?project=p${more}`,
  });
  expect(response.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
  const lines = response.body.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** How many rows name it anywhere, those that a later one replaces included. */
async function rowsNaming(...texts: string[]): Promise<number> {
  const [events] = await store.query<{ n: number }>(
    `SELECT toUInt32(count()) AS n FROM events
    WHERE arrayExists(text -> position(formatRow('JSONEachRow', *), text) > 0, {texts:Array(String)})`,
    { texts },
  );
  const [rejected] = await store.query<{ n: number }>(
    `SELECT toUInt32(count()) AS n FROM rejected_events
    WHERE arrayExists(text -> position(formatRow('JSONEachRow', *), text) > 0, {texts:Array(String)})`,
    { texts },
  );
  return events!.n + rejected!.n;
}

/** Has the engine itself do something, beside the collector. */
async function engine(sql: string): Promise<void> {
  const session = new Session(path);
  try {
    await session.queryAsync(sql);
  } finally {
    session.close();
  }
}

const of = (part: Readonly<Record<string, unknown>>) => sampleEvent({ userId: undefined, ...part });

describe('POST /v1/forget', () => {
  test('erases what the browser sent, signed in or not, rejected or not, and nothing else; a page of any origin may', async () => {
    const [mine, others] = [randomUUID(), randomUUID()];
    const userId = `user-of-${mine}`;
    await send([of({ anonymousId: mine }), of({ anonymousId: mine, userId }), of({ anonymousId: mine, event: '' })]);
    await send([of({ anonymousId: others }), of({ userId, properties: { seen: 'elsewhere' } })]);
    await send([of({ anonymousId: mine })], 'other');
    const { status, headers, body } = await forget({ anonymousId: mine });
    expect([status, body]).toEqual([200, { success: true, erased: 3 }]);
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(await store.query('SELECT 1 FROM events WHERE anonymous_id = {mine:String}', { mine })).toHaveLength(1);
    expect(await rowsNaming(others)).toBe(1);
    // Only a user id names it, and no write key may erase a user.
    expect(await store.query('SELECT properties FROM events WHERE user_id = {userId:String}', { userId })).toEqual([
      { properties: '{"seen":"elsewhere"}' },
    ]);
  });

  test('a user id erases nothing, not even in the place of the anonymous id', async () => {
    const userId = randomUUID();
    await send([of({ userId }), of({ type: 'alias', userId: 'u', previousId: userId }), of({ userId, event: '' })]);
    expect((await forget({ userId })).body).toMatchObject({ error: { code: 'anonymous-id-missing' } });
    expect((await forget({ anonymousId: userId })).body).toEqual({ success: true, erased: 0 });
    expect(await rowsNaming(userId)).toBe(3);
    expect(await send([of({ userId })])).toMatchObject({ accepted: 1 });
  });

  test.each<[unknown, string]>([
    [undefined, 'anonymous-id-missing'],
    ['', 'anonymous-id-missing'],
    [7, 'anonymous-id-missing'],
    [['a'], 'anonymous-id-missing'],
    ['u_42', 'anonymous-id-guessable'],
    ['1234567890123456789', 'anonymous-id-guessable'],
    ['00000000000000000000000000000000', 'anonymous-id-guessable'],
    ['somebody.with.a.long.name@example.com', 'anonymous-id-guessable'],
    ['Report Created in the morning', 'anonymous-id-guessable'],
    ['x'.repeat(257), 'anonymous-id-guessable'],
  ])('the id %j: %s', async (anonymousId, code) => {
    const { status, body } = await forget({ anonymousId });
    expect(status).toBe(400);
    expect(body).toMatchObject({ success: false, error: { code, remedy: /random/ } });
  });

  test('an unknown write key erases nothing', async () => {
    const anonymousId = randomUUID();
    await send([of({ anonymousId })]);
    expect((await forget({ anonymousId, writeKey: 'nobody' })).status).toBe(401);
    expect(await rowsNaming(anonymousId)).toBe(1);
  });

  test('what comes later is taken, counted and not stored: a repeat, an old event, a new one, a rejected one', async () => {
    const anonymousId = randomUUID();
    const stored = of({ anonymousId });
    await send([stored]);
    await forget({ anonymousId });
    const late = [stored, of({ anonymousId }), of({ anonymousId, timestamp: new Date().toISOString() })];
    const reply = await send([...late, of({ anonymousId, event: '' }), of({ anonymousId: randomUUID() })]);
    expect(reply).toMatchObject({ success: true, accepted: 1, duplicates: 0, forgotten: 3, rejected: [{ index: 3 }] });
    expect(await rowsNaming(anonymousId)).toBe(0);
    expect((await forget({ anonymousId })).body).toEqual({ success: true, erased: 0 });
  });

  test('events that were on their way when it was asked for are gone too, however it falls out', async () => {
    const ids = Array.from({ length: 20 }, () => randomUUID());
    const replies = await Promise.all(
      ids.flatMap((anonymousId) => [
        send(Array.from({ length: 5 }, () => of({ anonymousId }))),
        forget({ anonymousId }),
        send(Array.from({ length: 5 }, () => of({ anonymousId }))),
      ]),
    );
    expect(replies).toHaveLength(60);
    expect(await rowsNaming(...ids)).toBe(0);
  });

  test('a rejected event from before it named its ids in columns is found by its JSON', async () => {
    const anonymousId = randomUUID();
    await store.writeRejected([
      {
        project_id: 'p',
        received_at: '2026-11-21 12:00:00.000',
        code: 'type-unknown',
        message: '',
        message_id: '',
        anonymous_id: '',
        user_id: '',
        type: '',
        event: '',
        raw: JSON.stringify({ type: 'x', anonymousId }),
        raw_bytes: 60,
      },
    ]);
    await forget({ anonymousId });
    expect(await rowsNaming(anonymousId)).toBe(0);
  });

  test('a rejected event that was cut off before it named its browser is found by its column', async () => {
    const anonymousId = randomUUID();
    const text = 'x'.repeat(40_000);
    await send([{ type: 'track', event: 'Large', properties: { text }, anonymousId }]);
    expect(await rowsNaming(anonymousId)).toBe(1);
    expect((await forget({ anonymousId })).body).toMatchObject({ erased: 1 });
    expect(await rowsNaming(anonymousId)).toBe(0);
  });

  test('the answer comes and nothing is shown any more while the engine rewrites no file', async () => {
    const anonymousId = randomUUID();
    await send([of({ anonymousId })]);
    await engine('SYSTEM STOP MERGES events');
    onTestFinished(() => engine('SYSTEM START MERGES events'));
    expect((await forget({ anonymousId })).body).toEqual({ success: true, erased: 1 });
    expect(await rowsNaming(anonymousId)).toBe(0);
    expect(await send([of({ userId: 'meanwhile' })])).toMatchObject({ accepted: 1 });
  });

  test('neither merging nor a restart brings anything back, and the late are still known', async () => {
    const anonymousId = randomUUID();
    const again = of({ anonymousId });
    await send([again, of({ anonymousId })]);
    // A second row of the same event, as a repeat that nobody remembered would be: merging keeps one of them.
    await engine(`INSERT INTO events SELECT * FROM events WHERE anonymous_id = '${anonymousId}'`);
    expect(await rowsNaming(anonymousId)).toBe(4);
    expect((await forget({ anonymousId })).body).toEqual({ success: true, erased: 2 });
    expect(await rowsNaming(anonymousId)).toBe(0);
    await engine('OPTIMIZE TABLE events FINAL');
    expect(await rowsNaming(anonymousId)).toBe(0);
    await close();
    await open();
    expect(await rowsNaming(anonymousId)).toBe(0);
    expect(await send([again])).toMatchObject({ accepted: 0, duplicates: 0, forgotten: 1 });
    expect(await rowsNaming(anonymousId)).toBe(0);
    expect(JSON.stringify(await store.query('SELECT * FROM forgotten'))).not.toContain(anonymousId);
  });
});

describe('a person, for the operator', () => {
  /** Two users of one browser, each of whom has another one too, an alias, and a name by which one was known before. */
  async function household() {
    const one = randomUUID();
    const ids = {
      user: `u-${one}`,
      before: `before-${one}`,
      other: `o-${one}`,
      shared: randomUUID(),
      others: randomUUID(),
      own: randomUUID(),
    };
    await send([
      of({ anonymousId: ids.shared, messageId: `${one}-1`, timestamp: '2026-11-01T00:00:00.000Z' }),
      of({ anonymousId: ids.shared, userId: ids.user, messageId: `${one}-2`, timestamp: '2026-11-02T00:00:00.000Z' }),
      of({ anonymousId: ids.own, messageId: `${one}-3`, timestamp: '2026-11-03T00:00:00.000Z' }),
      of({ anonymousId: ids.own, userId: ids.user, messageId: `${one}-4`, timestamp: '2026-11-04T00:00:00.000Z' }),
      of({ userId: ids.before, messageId: `${one}-5`, timestamp: '2026-11-05T00:00:00.000Z' }),
      of({
        type: 'alias',
        userId: ids.user,
        previousId: ids.before,
        messageId: `${one}-6`,
        timestamp: '2026-11-06T00:00:00.000Z',
      }),
      of({ anonymousId: ids.shared, userId: ids.other, messageId: `${one}-other1` }),
      of({ anonymousId: ids.shared, messageId: `${one}-7`, timestamp: '2026-11-22T00:00:00.000Z' }),
      of({ anonymousId: ids.others, messageId: `${one}-other2` }),
      of({ anonymousId: ids.others, userId: ids.other, messageId: `${one}-other3` }),
      of({ userId: ids.user, event: '' }),
    ]);
    return { one, ids };
  }

  const messages = async (id: string, more?: string) =>
    (await exported(id, more)).map((event) => event.messageId as string).sort();

  test.each(['user', 'before'] as const)('by the id "%s": export and erasure are of the same events', async (by) => {
    const { one, ids } = await household();
    expect(await messages(ids[by])).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `${one}-${n}`));
    expect(await erase(ids[by])).toEqual({ success: true, erased: 8 });
    expect(await exported(ids[by])).toEqual([]);
    expect(await rowsNaming(ids.user, ids.before, ids.own)).toBe(0);
    expect(await messages(ids.other)).toEqual([1, 2, 3].map((n) => `${one}-other${n}`));
  });

  test('who signs in at another’s browser takes nothing of theirs along, to be exported or erased', async () => {
    const { one, ids } = await household();
    expect(await messages(ids.other)).toEqual([1, 2, 3].map((n) => `${one}-other${n}`));
    expect(await erase(ids.other)).toEqual({ success: true, erased: 3 });
    expect(await messages(ids.user)).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `${one}-${n}`));
  });

  test('by an anonymous id: a visitor; where somebody was signed in, the events are the user’s', async () => {
    const { ids } = await household();
    expect(await exported(ids.shared)).toEqual([]);
    expect(await erase(ids.shared)).toEqual({ success: true, erased: 0 });
    const visitor = randomUUID();
    await send([of({ anonymousId: visitor }), of({ anonymousId: visitor, event: '' })]);
    expect(await erase(visitor)).toEqual({ success: true, erased: 2 });
    expect(await rowsNaming(visitor)).toBe(0);
  });

  test('what was captured before is not stored when it comes later; what the person does next is', async () => {
    const { ids } = await household();
    await erase(ids.user);
    const past = [of({ userId: ids.user }), of({ userId: ids.before }), of({ anonymousId: ids.own })];
    expect(await send([...past, of({ userId: ids.user, anonymousId: ids.own })])).toMatchObject({
      accepted: 0,
      forgotten: 4,
    });
    const timestamp = new Date(Date.now() + 60_000).toISOString();
    expect(await send([of({ userId: ids.user, timestamp }), of({ anonymousId: ids.own, timestamp })])).toMatchObject({
      accepted: 2,
    });
    expect(await send([of({ userId: ids.other, anonymousId: ids.shared })])).toMatchObject({ accepted: 1 });
  });

  test('an exported event is what was sent, and is taken again', async () => {
    const event = of({
      messageId: randomUUID(),
      userId: 'päul/../?#%',
      anonymousId: randomUUID(),
      properties: { score: 9, list: [{ deep: null }] },
      context: { locale: 'de', page: { url: 'https://example.com/' } },
      extra_key: 'kept',
    });
    await send([event]);
    const [line] = await exported('päul/../?#%');
    const { receivedAt, ...rest } = line!;
    expect(receivedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(rest).toEqual(JSON.parse(JSON.stringify(event)));
    expect(await send([line])).toMatchObject({ duplicates: 1 });
    expect(await erase('päul/../?#%')).toEqual({ success: true, erased: 1 });
  });

  test('aliases, which anybody can send, are followed only where that is asked for', async () => {
    const { one, ids } = await household();
    expect(await messages(ids.before, '')).toEqual([`${one}-5`]);
    const url = `/v1/person/${encodeURIComponent(ids.before)}`;
    const refused = await app.inject({ ...operator, url: `${url}/export?project=p&aliases=all` });
    expect(refused.json()).toMatchObject({ error: { code: 'param-unknown' } });
    const erased = await app.inject({ ...operator, method: 'DELETE', url: `${url}?project=p` });
    expect(erased.json()).toMatchObject({ erased: 1 });
    expect(await messages(ids.user, '')).toEqual([1, 2, 3, 4, 6, 7].map((n) => `${one}-${n}`));
  });

  test('is nobody: nothing is exported, nothing erased', async () => {
    expect(await exported('nobody')).toEqual([]);
    expect(await erase('nobody')).toEqual({ success: true, erased: 0 });
    const [{ n } = { n: 0 }] = await store.query<{ n: number }>('SELECT toUInt32(count()) AS n FROM events');
    expect(n).toBeGreaterThan(0);
  });

  test.each(['/', '/%20', '/%00', '/%E2%80%8B', '/%09%0A'])(
    'without an id (%s) nothing is read or erased',
    async (id) => {
      await send([of({ userId: randomUUID() })]);
      const count = 'SELECT toUInt32(count()) AS n FROM events';
      const before = await store.query(count);
      for (const [method, url] of [
        ['DELETE', `/v1/person${id}?project=p`],
        ['DELETE', `/v1/person/${id}?project=p&aliases=follow`],
        ['GET', `/v1/person/${id}/export?project=p`],
        ['GET', `/v1/person/${id}/referral?project=p`],
      ] as const) {
        const response = await app.inject({ ...operator, method, url });
        expect([400, 404, 405], `${method} ${url}`).toContain(response.statusCode);
        expect(response.json()).toMatchObject({ error: { code: /./, remedy: /./ } });
      }
      expect(await store.query(count)).toEqual(before);
    },
  );

  test('a blank id reaches no statement, whoever asks', async () => {
    for (const id of ['', ' ', '\u200b']) {
      await expect(store.erasePerson('p', id, true)).rejects.toThrow('id-blank');
      await expect(store.forget('p', id)).rejects.toThrow('id-blank');
      await expect(findPerson((sql, params) => store.query(sql, params), 'p', id, false)).rejects.toThrow('id-blank');
    }
  });

  test('hostile ids are ids', async () => {
    for (const id of ["' OR 1=1 --", '"]) OR 1=1', '\\', '\tx\n', '%', '日本語'.repeat(80)]) {
      await send([of({ userId: id })]);
      expect(await exported(id), id).toHaveLength(1);
      expect(await erase(id), id).toEqual({ success: true, erased: 1 });
    }
    expect(await store.query('SELECT 1 FROM events LIMIT 1')).toHaveLength(1);
  });

  test('keeps everything when somebody sends their user id as an anonymous id to be forgotten', async () => {
    const user = randomUUID();
    const browser = randomUUID();
    const own = [
      of({ userId: user }),
      of({ userId: user, anonymousId: browser }),
      of({ userId: user, anonymousId: user }),
    ];
    await send([...own, of({ anonymousId: user })]);
    await store.run(
      `INSERT INTO person_stage_changes SELECT 'p', 'h', {user:String}, now64(3), 'active', true, now64(3)`,
      { user },
    );
    expect((await forget({ anonymousId: user })).body).toEqual({ success: true, erased: 1 });
    const left = await store.query<{ id: string }>(
      'SELECT message_id AS id FROM events WHERE user_id = {user:String}',
      { user },
    );
    expect(left.map(({ id }) => id).sort()).toEqual(own.map(({ messageId }) => messageId).sort());
    const stages = 'SELECT 1 FROM person_stage_changes WHERE person_id = {user:String}';
    expect(await store.query(stages, { user })).toHaveLength(1);
    expect(await send([of({ userId: user, anonymousId: user }), of({ anonymousId: user })])).toMatchObject({
      accepted: 1,
      forgotten: 1,
    });
  });

  test('in another project is another person', async () => {
    const userId = randomUUID();
    await send([of({ userId })]);
    await send([of({ userId })], 'other');
    expect(await erase(userId, 'q')).toEqual({ success: true, erased: 1 });
    expect(await exported(userId)).toHaveLength(1);
  });

  test.each([
    ['GET', '/v1/person/u/export'],
    ['DELETE', '/v1/person/u'],
  ] as const)('%s %s is closed to whoever has no read key, and to pages', async (method, url) => {
    for (const [headers, status] of [
      [{ host: 'localhost' }, 401],
      [{ authorization: 'Bearer key' }, 401],
      [{ ...AS_READER, 'sec-fetch-site': 'cross-site' }, 403],
      [{ ...AS_READER, 'sec-fetch-site': 'same-site' }, 403],
    ] as const) {
      const response = await app.inject({ method, url: `${url}?project=p`, headers });
      expect(response.statusCode).toBe(status);
      expect(response.headers).not.toHaveProperty('access-control-allow-origin');
    }
    const preflight = await app.inject({ method: 'OPTIONS', url, headers: { origin: 'https://x.example' } });
    expect(preflight.headers).not.toHaveProperty('access-control-allow-methods');
    expect((await app.inject({ ...operator, method, url: `${url}?project=p` })).statusCode).toBe(200);
  });

  test('a project must be named where there are several', async () => {
    const response = await app.inject({ ...operator, method: 'DELETE', url: '/v1/person/u' });
    expect([response.statusCode, response.json()]).toMatchObject([400, { error: { code: 'project-missing' } }]);
  });
});
