/** What the ingest routes answer, and what is in the store then. The app and the store are real; only the clock is not. */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, describe, expect, test } from 'vitest';
import { MAX_BATCH_BYTES, MAX_BATCH_EVENTS } from '../../src/wire/limits.js';
import type { BatchReply, ErrorReply } from '../../src/wire/batch.js';
import { createApp } from '../app.js';
import { INGEST_PATHS } from './ingest-paths.js';
import { QueueFullError } from '../store/group-commit.js';
import type { Store } from '../store/open-store.js';
import { nested } from '../test-support/nested.js';
import { openTestStore } from '../test-support/open-test-store.js';
import { sampleEvent } from '../test-support/sample-event.js';
import { makeTempFolder } from '../test-support/temp-folder.js';

const NOW_MS = Date.parse('2026-11-21T12:00:00.000Z');
const sdkFolder = makeTempFolder();
const failures: unknown[] = [];
const store = await openTestStore();
const app = await appOver(store);

afterAll(async () => {
  await app.close();
  rmSync(sdkFolder, { recursive: true });
});

function appOver(over: Store): Promise<FastifyInstance> {
  const projects = new Map([
    ['key', 'p'],
    ['other', 'q'],
  ]);
  return createApp({ store: over, projects, sdkFolder, now: () => NOW_MS, onFailure: (error) => failures.push(error) });
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Omit<BatchReply, 'success'> & Omit<ErrorReply, 'success'>;
}

async function post(
  payload: InjectOptions['payload'],
  { url = '/v1/batch', headers = {}, to = app } = {},
): Promise<Answer> {
  const response = await to.inject({ method: 'POST', url, headers, ...(payload === undefined ? {} : { payload }) });
  return { status: response.statusCode, headers: response.headers, body: response.json() };
}

const batchOf = (events: readonly unknown[], more: object = {}) =>
  JSON.stringify({ batch: events, writeKey: 'key', ...more });

async function storedById(messageId: string): Promise<Record<string, unknown>[]> {
  return store.query(
    'SELECT *, toString(ts) AS ts, toString(ts_adj) AS ts_adj FROM events FINAL WHERE message_id = {messageId:String}',
    {
      messageId,
    },
  );
}

async function rejectedById(messageId: string): Promise<Record<string, unknown>[]> {
  return store.query('SELECT * FROM rejected_events WHERE message_id = {messageId:String}', { messageId });
}

describe('a request that cannot be read as a whole: nothing is stored, and the answer says what to do', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  test.each<[string, InjectOptions['payload'], Record<string, string>, number, string]>([
    ['no body', undefined, {}, 400, 'body-empty'],
    ['an empty body', '', {}, 400, 'body-empty'],
    ['spaces', '  \n', {}, 400, 'body-empty'],
    ['half a body', '{"batch":[', {}, 400, 'body-malformed'],
    ['NaN', '{"writeKey":"key","batch":[{"a":NaN}]}', {}, 400, 'body-malformed'],
    ['a text', '"hello"', {}, 400, 'body-malformed'],
    ['a list', '[1]', {}, 400, 'body-malformed'],
    ['a list 100,000 levels deep', deep, { 'x-write-key': 'key' }, 400, 'body-malformed'],
    ['null', 'null', {}, 400, 'body-malformed'],
    ['bytes', Buffer.from([0xff, 0xfe, 0x00, 0x01]), {}, 400, 'body-malformed'],
    ['no write key', '{"batch":[{}]}', {}, 401, 'write-key-missing'],
    ['a write key that is no text', '{"batch":[{}],"writeKey":5}', {}, 401, 'write-key-unknown'],
    ['an unknown write key', '{"batch":[{}],"writeKey":"nobody"}', {}, 401, 'write-key-unknown'],
    ['__proto__ as write key', '{"batch":[{}],"writeKey":"__proto__"}', {}, 401, 'write-key-unknown'],
    ['no batch', '{"writeKey":"key"}', {}, 400, 'batch-missing'],
    ['a batch that is an object', '{"writeKey":"key","batch":{}}', {}, 400, 'batch-not-a-list'],
    ['an empty batch', '{"writeKey":"key","batch":[]}', {}, 400, 'batch-empty'],
    ['2,501 events', batchOf(Array(MAX_BATCH_EVENTS + 1).fill({})), {}, 413, 'batch-too-many-events'],
    [
      'events that weigh too much together',
      batchOf(
        Array.from({ length: 20 }, () => sampleEvent({ properties: { text: 'x'.repeat(MAX_BATCH_BYTES / 20) } })),
      ),
      {},
      413,
      'batch-too-large',
    ],
    ['a shared context that is a text', batchOf([{}], { context: 'x' }), {}, 400, 'batch-context-invalid'],
    [
      'a shared context of 40 KB',
      batchOf([{}], { context: { x: 'x'.repeat(40_000) } }),
      {},
      400,
      'batch-context-invalid',
    ],
    ['a shared context too deep', batchOf([{}], { integrations: nested(100) }), {}, 400, 'batch-context-invalid'],
    ['11 MB', ' '.repeat(11 * 1024 * 1024), {}, 413, 'body-too-large'],
    [
      'a gzip of 2 MB',
      Buffer.alloc(2 * 1024 * 1024, '\x1f\x8b', 'latin1'),
      { 'content-encoding': 'gzip' },
      413,
      'body-too-large',
    ],
    ['a gzip bomb', gzipSync(Buffer.alloc(200 * 1024 * 1024)), { 'content-encoding': 'gzip' }, 413, 'body-too-large'],
    [
      'a gzip of 10 KB that unpacks to 10 MB',
      gzipSync(`{"writeKey":"key","batch":[${'{},'.repeat(3_400_000)}{}]}`),
      { 'content-encoding': 'gzip' },
      413,
      'body-too-large',
    ],
    [
      'a gzip that unpacks to more values than a batch can hold',
      gzipSync(`{"writeKey":"key","batch":[${'{},'.repeat(250_000)}{}]}`),
      { 'content-encoding': 'gzip' },
      413,
      'body-too-complex',
    ],
    ['deflate', 'x', { 'content-encoding': 'deflate' }, 415, 'encoding-unsupported'],
    ['gzip twice', 'x', { 'content-encoding': 'gzip, gzip' }, 415, 'encoding-unsupported'],
    [
      'more values than a batch can hold, in many events',
      `{"writeKey":"key","batch":[${'{},'.repeat(250_000)}{}]}`,
      {},
      413,
      'body-too-complex',
    ],
    [
      'more values than a batch can hold, in one event',
      `{"writeKey":"key","batch":[{"a":[${'0,'.repeat(400_000)}0]}]}`,
      {},
      413,
      'body-too-complex',
    ],
    ['what is not gzip', 'hello', { 'content-encoding': 'gzip' }, 400, 'body-malformed'],
    ['half a gzip', gzipSync(batchOf([sampleEvent()])).subarray(0, 60), {}, 400, 'body-malformed'],
    ['brotli', 'x', { 'content-encoding': 'br' }, 415, 'encoding-unsupported'],
  ])('%s', async (_, payload, headers, status, code) => {
    const before = await store.query('SELECT count() AS n FROM events');
    const answer = await post(payload, { headers });
    expect(answer.body).toEqual({
      success: false,
      error: { code, message: expect.any(String), remedy: expect.any(String) },
    });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'access-control-allow-origin': '*',
    });
    expect(await store.query('SELECT count() AS n FROM events')).toEqual(before);
  });

  test('an unknown write key is named, with the remedy', async () => {
    const { error } = (await post('{"batch":[{}],"writeKey":"nobody"}')).body;
    expect(error.message).toContain('"nobody"');
    expect(error.remedy).toContain('--write-key');
  });

  test('a malformed body says where', async () => {
    expect((await post('{"batch": [1,}')).body.error.message).toMatch(/position \d+|"/);
  });
});

describe("one event's mistake never loses its neighbours", () => {
  test.each<[string, unknown, string]>([
    ['null', null, 'event-not-an-object'],
    ['a number', 5, 'event-not-an-object'],
    ['a list', [], 'event-not-an-object'],
    ['no type', sampleEvent({ type: undefined }), 'type-unknown'],
    ['an unknown type', sampleEvent({ type: 'purchase' }), 'type-unknown'],
    ['a type that is no text', sampleEvent({ type: { track: 1 } }), 'type-unknown'],
    ['no event name', sampleEvent({ event: undefined }), 'event-name-invalid'],
    ['an empty event name', sampleEvent({ event: '' }), 'event-name-invalid'],
    ['a name of 257 characters', sampleEvent({ event: 'x'.repeat(257) }), 'event-name-invalid'],
    ['a name that is a number', sampleEvent({ event: 7 }), 'event-name-invalid'],
    ['nobody', sampleEvent({ userId: undefined }), 'identity-missing'],
    ['nobody, said twice', sampleEvent({ userId: null, anonymousId: null }), 'identity-missing'],
    ['an empty user', sampleEvent({ userId: '' }), 'user-id-invalid'],
    ['a user that is half a number', sampleEvent({ userId: 7.5 }), 'user-id-invalid'],
    ['a user whose digits are lost', sampleEvent({ userId: 2 ** 53 }), 'user-id-invalid'],
    ['a user that is true', sampleEvent({ userId: true }), 'user-id-invalid'],
    ['a user "undefined"', sampleEvent({ userId: 'undefined' }), 'user-id-invalid'],
    ['a user " NULL "', sampleEvent({ userId: ' NULL ' }), 'user-id-invalid'],
    ['a user of blanks', sampleEvent({ userId: ' \t' }), 'user-id-invalid'],
    ['a user 0', sampleEvent({ userId: 0 }), 'user-id-invalid'],
    ['a visitor "[object Object]"', sampleEvent({ anonymousId: '[object Object]' }), 'anonymous-id-invalid'],
    ['a group "None"', sampleEvent({ type: 'group', groupId: 'None' }), 'group-id-invalid'],
    ['a previous id "NaN"', sampleEvent({ type: 'alias', previousId: 'NaN' }), 'previous-id-invalid'],
    ['a user of 257 characters', sampleEvent({ userId: 'x'.repeat(257) }), 'user-id-invalid'],
    ['an anonymous id whose digits are lost', sampleEvent({ anonymousId: -(2 ** 53) }), 'anonymous-id-invalid'],
    ['a message id whose digits are lost', sampleEvent({ messageId: 1e300 }), 'message-id-invalid'],
    ['a message id of 257 characters', sampleEvent({ messageId: 'x'.repeat(257) }), 'message-id-invalid'],
    ['properties that are a list', sampleEvent({ properties: [1] }), 'event-invalid'],
    ['properties that are a text', sampleEvent({ properties: 'x' }), 'event-invalid'],
    ['a context that is a number', sampleEvent({ context: 5 }), 'event-invalid'],
    ['traits that are a text', sampleEvent({ type: 'identify', traits: 'x' }), 'event-invalid'],
    ['a group without id', sampleEvent({ type: 'group' }), 'group-id-invalid'],
    ['an alias without previous id', sampleEvent({ type: 'alias' }), 'previous-id-invalid'],
    ['a time that is none', sampleEvent({ timestamp: 'yesterday' }), 'timestamp-invalid'],
    ['a time that is a number', sampleEvent({ timestamp: 1_700_000_000 }), 'timestamp-invalid'],
    ['30 February', sampleEvent({ timestamp: '2026-02-30T00:00:00Z' }), 'timestamp-invalid'],
    ['a time without zone', sampleEvent({ timestamp: '2026-02-03T00:00:00' }), 'timestamp-invalid'],
    ['the year 1994', sampleEvent({ timestamp: '1994-12-31T23:59:59Z' }), 'timestamp-invalid'],
    ['the year 2101', sampleEvent({ timestamp: '2101-01-01T00:00:00Z' }), 'timestamp-invalid'],
    ['the year 9999', sampleEvent({ timestamp: '9999-01-01T00:00:00Z' }), 'timestamp-invalid'],
    ['a time two days ahead', sampleEvent({ timestamp: '2026-11-23T12:00:00Z' }), 'timestamp-future'],
    ['100 levels', sampleEvent({ properties: nested(100) }), 'event-too-deep'],
    ['17 levels', sampleEvent({ properties: nested(16) }), 'event-too-deep'],
    ['a text of 5 MB', sampleEvent({ properties: { text: 'x'.repeat(5 * 1024 * 1024) } }), 'event-too-large'],
    ['5 MB of brackets', sampleEvent({ properties: { text: '[{,"\\:'.repeat(1_000_000) } }), 'event-too-large'],
    ['a list of 100,000 objects', sampleEvent({ properties: { list: Array(100_000).fill({}) } }), 'event-too-large'],
    ['33 KB', sampleEvent({ properties: { text: 'x'.repeat(33 * 1024) } }), 'event-too-large'],
    ['__proto__', JSON.parse('{"type":"track","event":"e","userId":"u","__proto__":{"admin":true}}'), 'key-forbidden'],
    ['__proto__ below', sampleEvent({ properties: { list: [JSON.parse('{"__proto__":1}')] } }), 'key-forbidden'],
    ['constructor.prototype', sampleEvent({ properties: { constructor: { prototype: {} } } }), 'key-forbidden'],
  ])('%s', async (_, bad, code) => {
    const [before, after] = [sampleEvent(), sampleEvent()];
    const { status, body } = await post(batchOf([before, bad, after]));
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, accepted: 2, duplicates: 0, rejected: [{ index: 1, code }] });
    const message = body.rejected[0]?.message ?? '';
    expect(message).toMatch(/allowed: /);
    expect(message.length).toBeLessThan(400);
    for (const good of [before, after]) expect(await storedById(good.messageId as string)).toHaveLength(1);
  });

  test('a forbidden key above 10,000 levels does not either', async () => {
    const deep = `{"__proto__":1,"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    const { body } = await post(`{"writeKey":"key","batch":[${deep},${JSON.stringify(sampleEvent())}]}`);
    expect(body).toMatchObject({ accepted: 1, rejected: [{ index: 0, code: 'event-too-deep' }] });
  });

  test('10,000 levels are rejected too, and kept as far as they go', async () => {
    const good = sampleEvent();
    const deep = `{"messageId":"deep","a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    const { body } = await post(`{"writeKey":"key","batch":[${deep},${JSON.stringify(good)}]}`);
    expect(body).toMatchObject({ accepted: 1, rejected: [{ index: 0, messageId: 'deep', code: 'event-too-deep' }] });
    const [kept] = await rejectedById('deep');
    expect(kept?.raw).toContain('deeper levels were not kept');
  });

  test('a rejected event is kept with its reason, cut at 32 KB', async () => {
    const bad = sampleEvent({ messageId: 'kept', properties: { text: 'é'.repeat(40_000) } });
    await post(batchOf([bad]));
    const [kept] = await rejectedById('kept');
    expect(kept).toMatchObject({ project_id: 'p', code: 'event-too-large', type: 'track', event: 'Report Created' });
    expect(kept?.raw).toMatch(/^\{"type":"track","event":"Report Created","messageId":"kept"/);
    expect((kept?.raw as string).length).toBe(32 * 1024);
    expect(kept?.raw_bytes).toBe(Buffer.byteLength(JSON.stringify(bad)));
  });

  test('a batch of nothing but mistakes is answered as read', async () => {
    expect((await post(batchOf([1, 2]))).body).toMatchObject({
      success: true,
      accepted: 0,
      rejected: [{ index: 0 }, { index: 1 }],
    });
  });

  test('no prototype was touched by any of this', () => {
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });
});

test('whatever JSON comes in, the answer is ours and never a failure', async () => {
  failures.length = 0;
  const wild = fc.jsonValue({ maxDepth: 5 });
  const wildEvent = fc.dictionary(
    fc.constantFrom(
      'type',
      'event',
      'userId',
      'messageId',
      'timestamp',
      'properties',
      'context',
      'sentAt',
      '__proto__',
      'x',
    ),
    fc.oneof(wild, fc.constantFrom('track', 'alias', 'group', '2026-01-01T00:00:00Z')),
  );
  const wildBody = fc.oneof(
    wild,
    fc.record(
      {
        batch: fc.oneof(wild, fc.array(fc.oneof(wild, wildEvent), { maxLength: 10 })),
        writeKey: fc.oneof({ weight: 9, arbitrary: fc.constant('key') }, wild),
        sentAt: fc.oneof(wild, fc.constant('2026-11-21T12:00:00Z')),
        context: fc.oneof(fc.constant({}), wild),
        integrations: fc.oneof(fc.constant({}), wild),
      },
      { requiredKeys: ['writeKey'] },
    ),
  );
  await fc.assert(
    fc.asyncProperty(wildBody, fc.constantFrom('/v1/batch', '/v1/track', '/v1/alias'), async (value, url) => {
      const { status, body } = await post(JSON.stringify(value), { url });
      expect([200, 400, 401, 413]).toContain(status);
      if (status !== 200) expect(body.error).toMatchObject({ code: /./, message: /./, remedy: /./ });
    }),
    { numRuns: 150 },
  );
  expect(failures).toEqual([]);
});

describe('what is stored', () => {
  test('all that an event holds', async () => {
    const event = sampleEvent({
      messageId: 'whole',
      anonymousId: 'anon',
      properties: {
        survey_id: 's',
        survey_kind: 'nps',
        response_id: 'r',
        score: 9,
        order_id: 'o',
        revenue: 12.5,
        currency: 'EUR',
      },
      context: { sessionId: 'session', groupId: 'acme', page: { url: 'https://example.com/' } },
      integrations: { All: false },
      traits: { plan: 'pro' },
      _metadata: { nodeVersion: '20' },
      sentAt: '2026-11-20T10:00:01Z',
    });
    await post(batchOf([event]));
    const [row] = await storedById('whole');
    expect(row).toMatchObject({
      project_id: 'p',
      type: 'track',
      event: 'Report Created',
      anonymous_id: 'anon',
      user_id: 'u1',
      person_id: 'u1',
      session_id: 'session',
      group_id: 'acme',
      ts: '2026-11-20 10:00:00.000',
      survey_id: 's',
      survey_kind: 'nps',
      response_id: 'r',
      score: 9,
      order_id: 'o',
      revenue: 12.5,
      currency: 'EUR',
    });
    expect(JSON.parse(row?.properties as string)).toEqual(event.properties);
    expect(JSON.parse(row?.context as string)).toEqual(event.context);
    expect(JSON.parse(row?.integrations as string)).toEqual(event.integrations);
    expect(JSON.parse(row?.traits as string)).toEqual(event.traits);
    expect(JSON.parse(row?.extra as string)).toEqual({ _metadata: { nodeVersion: '20' } });
  });

  test("a batch's context and integrations lie below the event's own", async () => {
    const event = sampleEvent({ messageId: 'merged', context: { locale: 'de' } });
    await post(batchOf([event], { context: { locale: 'en', timezone: 'UTC' }, integrations: { All: true } }));
    const [row] = await storedById('merged');
    expect(JSON.parse(row?.context as string)).toEqual({ locale: 'de', timezone: 'UTC' });
    expect(JSON.parse(row?.integrations as string)).toEqual({ All: true });
  });

  test('what a sender left out is filled in', async () => {
    const { body } = await post(batchOf([{ type: 'page', anonymousId: 'filled-in' }]));
    expect(body.accepted).toBe(1);
    const [row] = await store.query<Record<string, unknown>>(
      "SELECT message_id, toString(ts) AS ts, person_id FROM events FINAL WHERE anonymous_id = 'filled-in'",
    );
    expect(row).toMatchObject({ ts: '2026-11-21 12:00:00.000', person_id: 'filled-in' });
    expect(row?.message_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('originalTimestamp stands in for a missing timestamp', async () => {
    await post(
      batchOf([
        sampleEvent({ messageId: 'original', timestamp: undefined, originalTimestamp: '2026-01-02T03:04:05.678Z' }),
      ]),
    );
    expect((await storedById('original'))[0]).toMatchObject({ ts: '2026-01-02 03:04:05.678' });
  });

  test.each([
    ['an hour slow', '2026-11-21T11:00:00Z', '2026-11-21T10:30:00.000Z', '2026-11-21 11:30:00.000'],
    ['two days slow, or late', '2026-11-19T12:00:00Z', '2026-11-19T11:59:00.000Z', '2026-11-19 11:59:00.000'],
    ['years fast', '2099-01-01T00:00:00Z', '2098-12-31T23:00:00.000Z', '2026-11-21 11:00:00.000'],
    ['wrong only at sending, fast', '2099-01-01T00:00:00Z', '2026-11-20T10:00:00.000Z', '2026-11-20 10:00:00.000'],
    ['wrong only at sending, slow', '2020-01-01T00:00:00Z', '2026-11-20T10:00:00.000Z', '2026-11-20 10:00:00.000'],
    ['two days fast', '2026-11-23T12:00:00Z', '2026-11-23T11:59:00.000Z', '2026-11-21 11:59:00.000'],
    [
      'a minute off, which may be the network',
      '2026-11-21T11:59:00Z',
      '2026-11-20T23:59:59.000Z',
      '2026-11-20 23:59:59.000',
    ],
    ['no time, though it could be read as one', '5', '2026-11-20T23:59:59.000Z', '2026-11-20 23:59:59.000'],
    ['unknown', 'soon', '2026-11-20T23:59:59.000Z', '2026-11-20 23:59:59.000'],
  ])(
    "a clock that is %s: the sender's time is kept, the corrected one beside it",
    async (clock, sentAt, timestamp, adjusted) => {
      await post(batchOf([sampleEvent({ messageId: clock, timestamp })], { sentAt }));
      const ts = timestamp.replace('T', ' ').replace('Z', '');
      expect((await storedById(clock))[0]).toMatchObject({ ts, ts_adj: adjusted });
    },
  );

  test('times with another zone or more digits are the same instants', async () => {
    await post(batchOf([sampleEvent({ messageId: 'zone', timestamp: '2026-01-01T01:30:00.1234567+02:00' })]));
    expect((await storedById('zone'))[0]).toMatchObject({ ts: '2025-12-31 23:30:00.123' });
  });

  test('lone surrogates become U+FFFD, pairs stay', async () => {
    const body = `{"writeKey":"key","batch":[{"type":"track","event":"a\\ud800b","userId":"u","messageId":"half","properties":{"k\\udc00":"\\ud83d\\ude00 \\ud800"}}]}`;
    expect((await post(body)).body.accepted).toBe(1);
    const [row] = await storedById('half');
    expect(row?.event).toBe('a\uFFFDb');
    expect(JSON.parse(row?.properties as string)).toEqual({ 'k\uFFFD': '😀 \uFFFD' });
  });

  test('250 events over 250 months are one batch like any other', async () => {
    const events = Array.from({ length: 250 }, (_, month) =>
      sampleEvent({ userId: 'months', timestamp: new Date(Date.UTC(2000, month, 1)).toISOString() }),
    );
    expect((await post(batchOf(events))).body).toMatchObject({ accepted: 250, rejected: [] });
    expect(await store.query("SELECT toUInt32(count()) AS n FROM events FINAL WHERE user_id = 'months'")).toEqual([
      { n: 250 },
    ]);
  });

  test("an ip in a context, a batch's or an event's, stored or rejected, is dropped and the rest is kept", async () => {
    const context = { ip: '203.0.113.8', locale: 'de' };
    const part = { userId: 'with-ip', context, ip: '203.0.113.8' };
    const events = [sampleEvent(part), sampleEvent({ ...part, type: 'purchase' }), sampleEvent({ userId: 'with-ip' })];
    expect((await post(batchOf(events, { context }))).body).toMatchObject({ accepted: 2, rejected: [{ index: 1 }] });
    await post(JSON.stringify({ ...sampleEvent(part), writeKey: 'key' }), { url: '/v1/track' });
    const rows = await store.query<{ context: string }>("SELECT * FROM events FINAL WHERE user_id = 'with-ip'");
    expect(rows.map((row) => row.context)).toEqual(Array(3).fill('{"locale":"de"}'));
    const kept = await store.query("SELECT * FROM rejected_events WHERE position(raw, 'with-ip') > 0");
    expect(kept).toHaveLength(1);
    expect(JSON.stringify([rows, kept])).not.toContain('203.0.113.8');
  });

  test('nothing of it is an IP address', async () => {
    await app.inject({
      method: 'POST',
      url: '/v1/batch',
      remoteAddress: '203.0.113.9',
      payload: batchOf([sampleEvent({ messageId: 'where' }), 7]),
    });
    const everything = [await storedById('where'), await store.query('SELECT * FROM rejected_events')];
    expect(JSON.stringify(everything)).not.toContain('203.0.113.9');
  });
});

describe('the body is read by what it is', () => {
  test.each([
    ['application/json', { 'content-type': 'application/json' }],
    ['text/plain, as beacons say', { 'content-type': 'text/plain;charset=UTF-8' }],
    ['nothing', {}],
    ['nonsense', { 'content-type': 'no/such; type; at=all,' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
  ])('called %s', async (_, headers) => {
    expect((await post(batchOf([sampleEvent()]), { headers })).body.accepted).toBe(1);
  });

  test('gzipped', async () => {
    const headers = { 'content-encoding': 'gzip', 'content-type': 'application/json' };
    expect((await post(gzipSync(batchOf([sampleEvent()])), { headers })).body.accepted).toBe(1);
  });

  test('gzipped, with an event of 5 MB among good ones', async () => {
    const text = Array.from({ length: 50_000 }, (_, i) => `${i}${'x'.repeat(100)}`).join('');
    const huge = sampleEvent({ properties: { text } });
    const payload = gzipSync(batchOf([sampleEvent(), huge, sampleEvent()]));
    const { body } = await post(payload, { headers: { 'content-encoding': 'gzip' } });
    expect(body).toMatchObject({ accepted: 2, rejected: [{ index: 1, code: 'event-too-large' }] });
  });

  test('full of values, as many as events may hold', async () => {
    const events = Array.from({ length: 14 }, () => sampleEvent({ properties: { list: Array(10_500).fill([]) } }));
    expect((await post(batchOf(events))).body.accepted).toBe(14);
  });

  test('with a byte order mark', async () => {
    expect((await post(`\uFEFF${batchOf([sampleEvent()])}`)).body.accepted).toBe(1);
  });
});

describe('a batch of a mobile client, cut at 512,000 bytes', () => {
  test.each([
    ['2,500 events', 2_500, 20],
    ['events of 475 KB, whatever their number', 1_000, 300],
  ])('%s', async (_, count, padding) => {
    const events = Array.from({ length: count }, () => ({
      type: 'track',
      event: 'e',
      userId: 'mobile',
      messageId: randomUUID(),
      properties: { text: 'x'.repeat(padding) },
    }));
    const body = batchOf(events);
    expect(body.length).toBeGreaterThan(300_000);
    expect(body.length).toBeLessThan(512_000);
    expect((await post(body, { url: '/v1/b' })).body).toMatchObject({ accepted: count, rejected: [] });
  });
});

describe('the write key', () => {
  const basic = (key: string) => ({ authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` });
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  const masked = { writeKey: 'other:***' };

  test.each<[string, object, string, Record<string, string>, string]>([
    ['in the body', { writeKey: 'other' }, '', {}, 'q'],
    ['in the query', {}, '?writeKey=other', {}, 'q'],
    ['in the query, twice', {}, '?writeKey=nobody&writeKey=other', {}, 'q'],
    ['in X-Write-Key', {}, '', { 'x-write-key': 'other' }, 'q'],
    ['in X-Write-Key, with its secret', {}, '', { 'x-write-key': 'other:secret' }, 'q'],
    ['as the user of Basic authentication', {}, '', basic('other'), 'q'],
    ['as the user of Basic authentication, without a colon', {}, '', { authorization: 'Basic b3RoZXI=' }, 'q'],
    ['as a Bearer token', {}, '', bearer('other'), 'q'],
    ['as a Bearer token, with its secret', {}, '', bearer('other:secret'), 'q'],
    ['masked in the body', masked, '', {}, 'q'],
    ['in the body, before the one in a header', { writeKey: 'key' }, '?writeKey=other', basic('other'), 'p'],
    ['in the query, before the one in a header', {}, '?writeKey=key', { 'x-write-key': 'other' }, 'p'],
    ['behind one that is not known', { writeKey: 'nobody' }, '', basic('other'), 'q'],
    ['behind null and nothing', { writeKey: null }, '?writeKey=', basic('other'), 'q'],
    ["behind a proxy's own credentials", {}, '', { ...basic('proxy'), 'x-write-key': 'other' }, 'q'],
  ])('is found %s', async (where, body, query, headers, project) => {
    for (const path of ['/v1/batch', '/beacon/v1/batch']) {
      const messageId = `${where} ${path}`;
      const payload = JSON.stringify({ batch: [sampleEvent({ messageId })], ...body });
      expect((await post(payload, { url: path + query, headers })).body).toMatchObject({ accepted: 1 });
      expect((await storedById(messageId))[0]).toMatchObject({ project_id: project });
    }
  });

  test.each<[string, object, Record<string, string>, string]>([
    ['is asked for where there is none', {}, {}, 'write-key-missing'],
    ['is asked for where the header holds something else', {}, { authorization: 'Digest key' }, 'write-key-missing'],
    ['is told where it is not known anywhere', { writeKey: 'nobody' }, basic('stranger'), 'write-key-unknown'],
  ])('%s', async (_, body, headers, code) => {
    const { status, body: answer } = await post(JSON.stringify({ batch: [{}], ...body }), { headers });
    expect([status, answer.error.code]).toEqual([401, code]);
  });
});

describe('every path of every client', () => {
  test.each([...INGEST_PATHS].flatMap(([path, posted]) => [[path, posted] as const, [`/${path}/`, posted] as const]))(
    '%s takes: %s',
    async (url, posted) => {
      const messageId = url;
      const type = posted === 'batch' ? 'screen' : posted;
      const event = { ...sampleEvent({ messageId, groupId: 'g', previousId: 'before', type }), writeKey: 'key' };
      const body = posted === 'batch' ? { batch: [event], writeKey: 'key' } : { ...event, type: 'ignored' };
      expect((await post(JSON.stringify(body), { url })).body).toMatchObject({ accepted: 1, firstMessageId: url });
      expect((await storedById(messageId))[0]).toMatchObject({ type });
    },
  );
});

describe('one event has a route for its type', () => {
  test.each([
    ['track', { event: 'Report Created', properties: { kind: 'sales' } }],
    ['identify', { traits: { plan: 'trial' } }],
    ['page', { name: 'Home', category: 'Docs' }],
    ['screen', { name: 'Home' }],
    ['group', { groupId: 'acme', traits: { industry: 'retail' } }],
    ['alias', { previousId: 'anon' }],
  ])('%s', async (type, fields) => {
    const messageId = `single-${type}`;
    const { body } = await post(
      JSON.stringify({ writeKey: 'key', userId: 'u1', messageId, type: 'ignored', ...fields }),
      {
        url: `/v1/${type}`,
      },
    );
    expect(body).toEqual({
      success: true,
      accepted: 1,
      duplicates: 0,
      rejected: [],
      firstMessageId: messageId,
      takes: ['context', 'gzip'],
    });
    const [row] = await storedById(messageId);
    expect(row).toMatchObject({ type, user_id: 'u1', extra: '{}' });
  });

  test('a mistake is an error of the request, and kept too', async () => {
    const { status, body } = await post(JSON.stringify({ writeKey: 'key', userId: 'u1', messageId: 'nameless' }), {
      url: '/v1/track',
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({ success: false, error: { code: 'event-name-invalid' } });
    expect(await rejectedById('nameless')).toHaveLength(1);
  });

  test('its clock is corrected by its own sentAt', async () => {
    const event = sampleEvent({
      messageId: 'own-clock',
      timestamp: '2026-11-21T10:30:00Z',
      sentAt: '2026-11-21T11:00:00Z',
    });
    await post(JSON.stringify({ ...event, writeKey: 'key' }), { url: '/v1/track' });
    expect((await storedById('own-clock'))[0]).toMatchObject({ ts_adj: '2026-11-21 11:30:00.000' });
  });
});

describe('the reply says whose answer it is', () => {
  const longest = '😀'.repeat(256);
  test.each<[string, readonly unknown[], string | null]>([
    ['the first of two', [sampleEvent({ messageId: 'first' }), sampleEvent()], 'first'],
    ['the longest that is stored', [sampleEvent({ messageId: longest })], longest],
    ['one that is rejected', [sampleEvent({ messageId: 'bad', type: 'purchase' }), sampleEvent()], 'bad'],
    ['one that was stored before', [sampleEvent({ messageId: 'first' })], 'first'],
    ['none', [sampleEvent({ messageId: undefined }), sampleEvent()], null],
    ['no event', [5], null],
  ])('by the message id of its first event: %s', async (_, events, firstMessageId) => {
    const { body, headers } = await post(batchOf(events), { url: '/v1/batch?b=019a0000' });
    expect(body).toMatchObject({ success: true, firstMessageId, takes: ['context', 'gzip'] });
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('an archive, a replayed request and a stored batch keep their days', () => {
  const old = { timestamp: '2024-03-05T10:00:01.000Z', sentAt: '2024-03-05T10:00:02.000Z' };
  const archived = { ...old, receivedAt: '2024-03-05T10:00:03.000Z', originalTimestamp: '2024-03-05T10:00:00.500Z' };
  test.each<[string, string, object, object, string]>([
    ['an archive', '/v1/batch', archived, {}, 'corrected-before'],
    ['an archive, sent now', '/v1/batch', archived, { sentAt: '2026-11-21T12:00:00Z' }, 'corrected-before'],
    ['an archive, sent by a slow clock', '/v1/batch', archived, { sentAt: '2026-11-21T11:00:00Z' }, 'corrected-before'],
    ['an archive, by itself', '/v1/track', archived, {}, 'corrected-before'],
    ['a stored batch, its events sent long ago', '/v1/batch', old, {}, 'none'],
    ['a stored batch', '/v1/batch', old, { sentAt: old.sentAt }, 'late'],
    ['a replayed request', '/v1/track', old, {}, 'late'],
    [
      'old events of a client whose clock is slow',
      '/v1/batch',
      old,
      { sentAt: '2026-11-21T11:00:00Z' },
      'clock-changed',
    ],
    ['old events of a client whose clock is fast', '/v1/batch', old, { sentAt: '2026-11-23T12:00:00Z' }, 'none'],
  ])('%s', async (what, url, event, around, correction) => {
    const own = sampleEvent({ messageId: what, ...event });
    const body = url === '/v1/batch' ? batchOf([own], around) : JSON.stringify({ ...own, writeKey: 'key' });
    expect((await post(body, { url })).body).toMatchObject({ accepted: 1 });
    const [row] = await storedById(what);
    expect(row).toMatchObject({ ts: '2024-03-05 10:00:01.000', ts_adj: '2024-03-05 10:00:01.000' });
    expect(row).toMatchObject({ time_correction: correction });
  });

  test('what was timed by us is not corrected by their clock', async () => {
    const event = sampleEvent({ messageId: 'timeless', timestamp: undefined });
    const ahead = sampleEvent({ timestamp: '2026-11-23T12:00:00Z' });
    await post(batchOf([event, ahead], { sentAt: '2026-11-23T12:00:00Z' }));
    expect((await storedById('timeless'))[0]).toMatchObject({
      ts_adj: '2026-11-21 12:00:00.000',
      time_correction: 'none',
    });
  });
});

describe('what other clients write otherwise', () => {
  test('numbers as ids are texts, up to where digits are lost', async () => {
    const most = Number.MAX_SAFE_INTEGER;
    const event = sampleEvent({ type: 'group', messageId: 7, userId: 42, anonymousId: most, groupId: -1 });
    const answer = await post(batchOf([event, { ...event, type: 'alias', messageId: 8, previousId: 41 }]));
    expect(answer.body).toMatchObject({ accepted: 2, rejected: [], firstMessageId: '7' });
    expect((await storedById('7'))[0]).toMatchObject({ user_id: '42', anonymous_id: String(most), group_id: '-1' });
    expect((await storedById('8'))[0]).toMatchObject({ person_id: '42', previous_id: '41' });
    const lost = await post('{"writeKey":"key","batch":[{"type":"track","event":"e","userId":9007199254740993}]}');
    expect(lost.body.rejected).toMatchObject([
      { code: 'user-id-invalid', message: expect.stringContaining('up to 9007199254740991') as string },
    ]);
  });

  test("a rejected event is found by its person's number", async () => {
    await post(batchOf([sampleEvent({ messageId: 'number', userId: 42, event: '' })]));
    expect((await rejectedById('number'))[0]).toMatchObject({ user_id: '42' });
  });

  const traits = { plan: 'pro' };
  test.each<[string, object, object]>([
    ['identify: in the context', { type: 'identify', context: { traits } }, traits],
    ['identify: in the context, beside empty ones', { type: 'identify', traits: {}, context: { traits } }, traits],
    ['identify: its own', { type: 'identify', traits, context: { traits: { plan: 'old' } } }, traits],
    ['group: in the context', { type: 'group', groupId: 'g', context: { traits } }, traits],
    ['group: its own, though it is empty', { type: 'group', groupId: 'g', traits: {}, context: { traits } }, {}],
    ['track: none', { type: 'track', context: { traits } }, {}],
    ['page: none', { type: 'page', context: { traits } }, {}],
  ])('traits of %s', async (what, part, stored) => {
    await post(batchOf([sampleEvent({ messageId: what, ...part })]));
    expect(JSON.parse((await storedById(what))[0]?.traits as string)).toEqual(stored);
  });

  test.each([
    ['page', { properties: { name: 'Pricing' } }, 'Pricing'],
    ['screen', { properties: { name: 'Pricing' } }, 'Pricing'],
    ['page', { name: 'Own', properties: { name: 'Pricing' } }, 'Own'],
    ['track', { properties: { name: 'Pricing' } }, ''],
  ])('the name of a %s with %j is %j', async (type, part, name) => {
    const messageId = `${type} ${JSON.stringify(part)}`;
    await post(batchOf([sampleEvent({ messageId, type, ...part })]));
    expect((await storedById(messageId))[0]).toMatchObject({ name });
  });

  test('a group of nobody in the context is none', async () => {
    await post(batchOf([sampleEvent({ messageId: 'no-group', context: { groupId: 'undefined' } })]));
    expect((await storedById('no-group'))[0]).toMatchObject({ group_id: '' });
  });
});

describe('robots', () => {
  const person =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';
  const robot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
  test.each<[string, object, Record<string, string>, boolean]>([
    ['a person', { userAgent: person }, {}, false],
    ['a crawler', { userAgent: robot }, {}, true],
    ['a headless browser', { userAgent: person.replace('Chrome', 'HeadlessChrome') }, {}, true],
    ['a browser that is driven', { userAgent: person, robot: true }, {}, true],
    ['a browser that is driven, by its own word for it', { userAgent: person, webdriver: true }, {}, true],
    ['a browser that is not driven', { userAgent: person, robot: false, webdriver: false }, {}, false],
    ["a crawler's page", {}, { origin: 'https://shop.example', 'user-agent': robot }, true],
    ["a crawler's page, by what it fetches", {}, { 'sec-fetch-site': 'same-origin', 'user-agent': robot }, true],
    ["a server's own program", {}, { 'sec-fetch-mode': 'cors', 'user-agent': 'node' }, false],
    ["a person's page", {}, { origin: 'https://shop.example', 'user-agent': person }, false],
    [
      "a person whose event a crawler's proxy sends",
      { userAgent: person },
      { origin: 'a', 'user-agent': robot },
      false,
    ],
    ["a shop's server", {}, { 'user-agent': 'analytics-node/6.2.0' }, false],
    ['nothing said', {}, {}, false],
    ['nonsense', { userAgent: 5, robot: 'true' }, {}, false],
  ])('%s', async (what, context, headers, isRobot) => {
    await post(batchOf([sampleEvent({ messageId: `robot: ${what}`, context })]), { headers });
    expect((await storedById(`robot: ${what}`))[0]).toMatchObject({ robot: isRobot });
  });
});

describe('a repeat is stored once', () => {
  test('the same batch twice', async () => {
    const body = batchOf([sampleEvent(), sampleEvent()]);
    expect((await post(body)).body).toMatchObject({ accepted: 2, duplicates: 0 });
    expect((await post(body)).body).toMatchObject({ accepted: 0, duplicates: 2 });
  });

  test('the same event twice in one batch', async () => {
    const event = sampleEvent({ messageId: 'twice' });
    expect((await post(batchOf([event, event]))).body).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(await storedById('twice')).toHaveLength(1);
  });

  test('the same batch twenty times at once', async () => {
    const events = Array.from({ length: 10 }, (_, i) => sampleEvent({ messageId: `at-once-${i}` }));
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(batchOf(events))));
    expect(answers.reduce((sum, { body }) => sum + body.accepted, 0)).toBe(10);
    expect(answers.every(({ body }) => body.accepted + body.duplicates === 10)).toBe(true);
    for (let i = 0; i < 10; i++) expect(await storedById(`at-once-${i}`)).toHaveLength(1);
  });

  test('a repeat with another sentAt', async () => {
    const event = sampleEvent({ messageId: 'again', timestamp: '2026-11-21T09:00:00Z' });
    await post(batchOf([event], { sentAt: '2026-11-21T10:00:00Z' }));
    await post(batchOf([event], { sentAt: '2026-11-21T12:00:00Z' }));
    expect(await storedById('again')).toMatchObject([{ ts_adj: '2026-11-21 11:00:00.000' }]);
  });
});

describe('when the store does not take it, nothing is acknowledged', () => {
  const broken = (error: Error): Store => ({ ...store, writeEvents: () => Promise.reject(error) });

  test('too much waits: 429, and when to come again', async () => {
    const to = await appOver(broken(new QueueFullError('full')));
    const { status, headers, body } = await post(batchOf([sampleEvent()]), { to });
    expect([status, headers['retry-after'], body.error.code]).toEqual([429, '2', 'overloaded']);
    await to.close();
  });

  test('the engine itself refuses: 503, and the same request succeeds when it is mended', async () => {
    const body = batchOf([sampleEvent({ messageId: 'refused' })]);
    await store.query('RENAME TABLE events TO events_gone');
    expect((await post(body)).body.error.code).toBe('store-unavailable');
    await store.query('RENAME TABLE events_gone TO events');
    expect((await post(body)).body).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(await storedById('refused')).toHaveLength(1);
  });

  test('the disk is full: 503, and the operator is told', async () => {
    const to = await appOver(broken(new Error('No space left on device')));
    failures.length = 0;
    const { status, headers, body } = await post(batchOf([sampleEvent()]), { to });
    expect([status, headers['retry-after'], body.error.code]).toEqual([503, '30', 'store-full']);
    expect(failures).toEqual([new Error('No space left on device')]);
    await to.close();
  });

  test('a rejection that cannot be kept is not answered as kept', async () => {
    const to = await appOver({ ...store, writeRejected: () => Promise.reject(new Error('No space left on device')) });
    expect((await post(batchOf([5]), { to })).status).toBe(503);
    await to.close();
  });
});
