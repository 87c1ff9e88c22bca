/** The doors of the HTTP side: who may read, what other origins may do, files, health, and answers to what is no request. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDefinition } from '../src/lifecycle/read-definition.js';
import type { ErrorReply } from '../src/wire/batch.js';
import { createApp } from './app.js';
import { readProxies } from './http/proxies.js';
import { INGEST_PATHS } from './ingest/ingest-paths.js';
import type { Store } from './store/open-store.js';
import { NO_CODES } from './test-support/no-codes.js';
import { AS_READER, READ_KEY } from './test-support/reader.js';
import { makeTempFolder } from './test-support/temp-folder.js';
import { VERSION } from './command/version.js';

const folder = makeTempFolder();
const sdkFolder = join(folder, 'sdk');
const HEALTHY: Store = {
  writeEvents: (rows) => Promise.resolve({ accepted: rows.length, duplicates: 0, forgotten: 0 }),
  writeRejected: () => Promise.resolve(),
  query: () => Promise.resolve([]),
  run: () => Promise.resolve(),
  stream: async function* () {
    yield* [];
  },
  referralCodes: NO_CODES,
  forget: () => Promise.resolve(0),
  erasePerson: () => Promise.resolve(0),
  health: () => Promise.resolve({ engine: 'chdb 26.7', damaged: [] }),
  damaged: () => Promise.resolve([]),
  hurry: () => {},
  close: () => Promise.resolve(),
};
const read = readDefinition({ version: 1, preset: 'aarrr' });
const lifecycles = new Map('lifecycle' in read ? [['p', read.lifecycle]] : []);
let app: FastifyInstance;

beforeAll(async () => {
  mkdirSync(join(sdkFolder, 'chunks'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(sdkFolder, 'ahaloop.js'), 'console.log(1)');
  writeFileSync(join(sdkFolder, 'ahaloop.js.gz'), gzipSync('console.log(1)'));
  writeFileSync(join(sdkFolder, '.hidden.js'), 'hidden');
  writeFileSync(join(sdkFolder, 'chunks', 'nps-a1B2c3D4.js'), 'export {}');
  mkdirSync(join(sdkFolder, 'chunks-a1B2c3D4'));
  writeFileSync(join(sdkFolder, 'chunks-a1B2c3D4', 'kit.js'), 'export {}');
  app = await createApp({
    store: HEALTHY,
    projects: new Map([['key', 'p']]),
    lifecycles,
    sdkFolder,
    readKey: READ_KEY,
    proxies: readProxies(['10.0.0.0/8']),
  });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const reports = ['/v1/reports/nps', '/v1/reports/events', '/v1/reports/stages', '/v1/rejected'];

describe.each(reports)('%s', (url) => {
  test('is for whoever shows the read key, from anywhere', async () => {
    for (const host of ['localhost', 'reports.example']) {
      const headers = { ...AS_READER, host };
      expect((await app.inject({ url, headers, remoteAddress: '203.0.113.9' })).statusCode).toBe(200);
    }
  });

  test.each([
    ['this machine', { host: 'localhost' }, 401, 'read-key-missing'],
    ['other credentials', { authorization: 'Basic cmtfMTIzNDU2Nzg6' }, 401, 'read-key-missing'],
    ['a write key', { authorization: 'Bearer key' }, 401, 'read-key-wrong'],
    ['a page of another site', { ...AS_READER, 'sec-fetch-site': 'cross-site' }, 403, 'cross-site'],
    ['a page beside it', { ...AS_READER, 'sec-fetch-site': 'same-site' }, 403, 'cross-site'],
  ] as const)('is closed to %s', async (_, headers, status, code) => {
    for (const method of ['GET', 'HEAD'] as const)
      expect((await app.inject({ method, url, headers })).statusCode).toBe(status);
    const response = await app.inject({ url, headers });
    expect(response.json()).toMatchObject({ success: false, error: { code, message: /./, remedy: /./ } });
  });

  test('is closed to everybody where there is no read key', async () => {
    const closed = await createApp({ store: HEALTHY, projects: new Map([['key', 'p']]), sdkFolder });
    const response = await closed.inject({ url, headers: AS_READER });
    expect([response.statusCode, response.json()]).toMatchObject([403, { error: { code: 'reports-closed' } }]);
    await closed.close();
  });

  test('cannot be read by pages of other origins', async () => {
    const response = await app.inject({ url, headers: { ...AS_READER, origin: 'https://evil.example' } });
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
    expect(response.headers).toMatchObject({
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    const preflight = await app.inject({
      method: 'OPTIONS',
      url,
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'GET' },
    });
    expect(preflight.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

const OPEN = [
  ...INGEST_PATHS.keys(),
  '/v1/forget',
  '/v1/referral',
  '/v1/person',
  '/v1/config/key',
  '/v1/projects/key/settings',
  '/sourceConfig',
  '/sdk/ahaloop.js',
];

describe.each(OPEN)('a page of any origin may use %s, without credentials', (url) => {
  const preflight = (headers: Record<string, string>, at = url) =>
    app.inject({ method: 'OPTIONS', url: at, headers: { origin: 'https://shop.example', ...headers } });

  test.each([url, `${url}/`, url.replace('/', '//'), `${url}?b=1`])('as %s', async (at) => {
    const response = await preflight({}, at);
    expect(response.statusCode).toBe(204);
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': expect.stringContaining('POST') as string,
      'access-control-allow-headers': '*, Authorization',
      'access-control-max-age': '86400',
    });
    expect(response.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  test('with whatever headers its request has', async () => {
    const asked =
      'anonymousid,baggage,newrelic,rsa-retry-attempt,sentry-trace,traceparent,x-nobody-has-heard-of-it,x-retry-count';
    const response = await preflight({ 'access-control-request-headers': asked });
    expect(response.headers['access-control-allow-headers']).toBe(asked);
    expect(response.headers.vary).toContain('Access-Control-Request-Headers');
  });

  test('and reads why a request is refused', async () => {
    const response = await app.inject({ method: 'PUT', url });
    expect([response.statusCode, response.json()]).toMatchObject([405, { error: { code: 'method-not-allowed' } }]);
    expect(response.headers['access-control-allow-origin']).toBe('*');
  });
});

describe('where nothing is', () => {
  test.each(['/v1/nothing', '/', '/v1/m', '/v2/batch', '/v1/batch/x', '/api/s/s2s/nothing'])(
    'a page that posts to %s reads so, and not "CORS"',
    async (url) => {
      const headers = { origin: 'https://shop.example', 'access-control-request-headers': 'x-retry-count' };
      const preflight = await app.inject({ method: 'OPTIONS', url, headers });
      expect(preflight.statusCode).toBe(204);
      expect(preflight.headers).toMatchObject({
        'access-control-allow-origin': '*',
        'access-control-allow-headers': 'x-retry-count',
      });
      const response = await app.inject({ method: 'POST', url, payload: '{}' });
      expect([response.statusCode, response.json()]).toMatchObject([
        404,
        { error: { code: 'not-found', message: expect.stringContaining(url) as string } },
      ]);
      expect(response.headers['access-control-allow-origin']).toBe('*');
    },
  );

  test('the operator is told once of each kind of path, without ids, and of 100 kinds at most', async () => {
    const failures: unknown[] = [];
    const onFailure = (error: unknown) => failures.push(error);
    const told = await createApp({ store: HEALTHY, projects: new Map([['key', 'p']]), sdkFolder, onFailure });
    const post = (url: string) => told.inject({ method: 'POST', url, payload: '{}' });
    for (let n = 0; n < 3; n++) await post(`/v1/nowhere/${n}a7?writeKey=key`);
    await post('/v9/track');
    await told.inject('/favicon.ico');
    expect(failures.map(String)).toEqual([
      expect.stringContaining('/v1/nowhere/*,'),
      expect.stringContaining('/v9/track,'),
    ]);
    const words = 'abcdefghijklmnopqrstuvwxyz'.split('');
    for (const a of words) for (const b of words.slice(0, 5)) await post(`/${a}${b}`);
    expect(failures).toHaveLength(100);
    await told.close();
  });

  test.each(['/v1/person/u1/export', '/v1/reports/nps', '/v1/rejected', '/v1/person/u1', '/healthz'])(
    'what is closed to pages stays so: %s',
    async (url) => {
      const headers = { origin: 'https://evil.example', 'access-control-request-headers': 'authorization' };
      for (const method of ['OPTIONS', 'POST'] as const) {
        const response = await app.inject({ method, url, headers });
        expect(response.statusCode).toBe(405);
        expect(response.headers).not.toHaveProperty('access-control-allow-origin');
      }
    },
  );
});

describe('/sdk/', () => {
  test('sends a file compressed to who takes it so, under the same name and type', async () => {
    const response = await app.inject({ url: '/sdk/ahaloop.js', headers: { 'accept-encoding': 'gzip, deflate' } });
    expect(response.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': expect.stringContaining('javascript') as string,
      'cache-control': 'public, max-age=300',
      vary: expect.stringContaining('accept-encoding') as string,
    });
    expect(gunzipSync(response.rawPayload).toString()).toBe('console.log(1)');
  });

  test('a file whose name stays is kept for minutes and asked for again by its tag', async () => {
    const response = await app.inject({ url: '/sdk/ahaloop.js', headers: { origin: 'https://shop.example' } });
    expect(response.body).toBe('console.log(1)');
    expect(response.headers).toMatchObject({
      'content-type': /^(text|application)\/javascript; charset=utf-8$/i,
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      etag: /"/,
    });
    const again = await app.inject({
      url: '/sdk/ahaloop.js',
      headers: { 'if-none-match': String(response.headers.etag) },
    });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect(again.headers).toMatchObject({ 'cache-control': /max-age=300/, 'access-control-allow-origin': '*' });
  });

  test.each(['/sdk/chunks/nps-a1B2c3D4.js', '/sdk/chunks-a1B2c3D4/kit.js'])(
    '%s, named by its content, is kept for a year',
    async (url) => {
      const response = await app.inject(url);
      expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    },
  );

  test.each([
    '/sdk/',
    '/sdk',
    '/sdk/nothing.js',
    '/sdk/chunks',
    '/sdk/.hidden.js',
    '/sdk/../secret.txt',
    '/sdk/%2e%2e/secret.txt',
    '/sdk/..%2fsecret.txt',
    '/sdk/..%5csecret.txt',
    '/sdk/%00',
  ])('%s is nothing, said in JSON', async (url) => {
    const response = await app.inject(url);
    expect([403, 404, 400]).toContain(response.statusCode);
    expect(response.json()).toMatchObject({ success: false, error: { code: /./ } });
    expect(response.body).not.toContain('secret"');
  });

  test('a folder that is not there is no reason not to start', async () => {
    const bare = await createApp({
      store: HEALTHY,
      projects: new Map([['key', 'p']]),
      sdkFolder: join(folder, 'none'),
    });
    expect((await bare.inject('/sdk/ahaloop.js')).statusCode).toBe(404);
    await bare.close();
  });
});

describe('/healthz', () => {
  test('is well when the store answers', async () => {
    const response = await app.inject('/healthz');
    expect([response.statusCode, response.json()]).toEqual([200, { ok: true, version: VERSION, store: 'chdb 26.7' }]);
  });

  test('is not when it does not', async () => {
    const dead = { ...HEALTHY, health: () => Promise.reject(new Error('gone')) };
    const sick = await createApp({ store: dead, projects: new Map([['key', 'p']]), sdkFolder });
    const response = await sick.inject('/healthz');
    expect([response.statusCode, response.json()]).toEqual([
      503,
      { ok: false, version: VERSION, store: null, reason: 'store-unavailable' },
    ]);
    await sick.close();
  });
});

describe('what is no request of ours is answered in JSON too', () => {
  test.each([
    ['GET', '/', 404, 'not-found'],
    ['GET', '/v1/nothing', 404, 'not-found'],
    ['GET', '/v1/batch', 405, 'method-not-allowed'],
    ['PUT', '/v1/batch', 405, 'method-not-allowed'],
    ['POST', '/v1/reports/nps', 405, 'method-not-allowed'],
    ['GET', '/%zz', 400, 'request-malformed'],
    ['POST', '/%zz', 400, 'request-malformed'],
  ] as const)('%s %s', async (method, url, status, code) => {
    const response = await app.inject({ method, url });
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ success: false, error: { code, remedy: /./ } });
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  test('a failure of ours says nothing of itself, and is told to who runs it', async () => {
    const failures: unknown[] = [];
    const store: Store = { ...HEALTHY, query: () => Promise.reject(new Error('SELECT secret')) };
    const failing = await createApp({
      store,
      projects: new Map([['key', 'p']]),
      sdkFolder,
      readKey: READ_KEY,
      onFailure: (error) => failures.push(error),
    });
    const response = await failing.inject({ url: '/v1/reports/nps', headers: AS_READER });
    expect(response.statusCode).toBe(500);
    expect(response.json()).toMatchObject({ success: false, error: { code: 'internal-error' } });
    expect(response.body).not.toContain('secret');
    expect(failures).toEqual([new Error('SELECT secret')]);
    await failing.close();
  });

  test('bytes that are not HTTP', async () => {
    const listening = await createApp({ store: HEALTHY, projects: new Map([['key', 'p']]), sdkFolder });
    await listening.listen({ host: '127.0.0.1', port: 0 });
    const { port } = listening.server.address() as { port: number };
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.write('HELLO\r\n\r\n'));
      socket.on('data', (chunk) => (text += chunk.toString())).on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\ncontent-type: application\/json/);
    expect(answer).toContain('\r\naccess-control-allow-origin: *\r\n');
    expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({
      success: false,
      error: { code: 'request-malformed' },
    });
    await listening.close();
  });

  test('a sender that goes away midway is no failure of ours', async () => {
    const failures: unknown[] = [];
    const onFailure = (error: unknown) => failures.push(error);
    const listening = await createApp({ store: HEALTHY, projects: new Map([['key', 'p']]), sdkFolder, onFailure });
    const answered = new Promise<number>((resolve) => {
      listening.addHook('onSend', (_request, reply, payload, done) => {
        resolve(reply.statusCode);
        done(null, payload);
      });
    });
    await listening.listen({ host: '127.0.0.1', port: 0 });
    const { port } = listening.server.address() as { port: number };
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('POST /v1/batch HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{"batch":', () =>
        socket.destroy(),
      );
    });
    expect(await answered).toBe(400);
    expect(failures).toEqual([]);
    await listening.close();
  });
});

describe('/v1/config/:writeKey', () => {
  test('is the lifecycle definition, its preset written out, for pages of any origin', async () => {
    const response = await app.inject({ url: '/v1/config/key', headers: { origin: 'https://shop.example' } });
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=60',
      'content-type': 'application/json; charset=utf-8',
    });
    const again = readDefinition(response.json());
    expect('lifecycle' in again && again.lifecycle.hash).toBe([...lifecycles.values()][0]!.hash);
    expect((await app.inject({ method: 'OPTIONS', url: '/v1/config/key' })).statusCode).toBe(204);
  });

  test('is not sent again to whoever has it', async () => {
    const { etag } = (await app.inject({ url: '/v1/config/key' })).headers;
    for (const known of [etag, `"other", ${etag}`, `W/${etag}`]) {
      const response = await app.inject({ url: '/v1/config/key', headers: { 'if-none-match': known } });
      expect([response.statusCode, response.body, response.headers.etag]).toEqual([304, '', etag]);
    }
    expect((await app.inject({ url: '/v1/config/key', headers: { 'if-none-match': '"other"' } })).statusCode).toBe(200);
  });

  test('of an unknown key, and of a project without one, is an error that says what to do', async () => {
    const unknown = await app.inject({ url: '/v1/config/other' });
    expect([unknown.statusCode, unknown.json()]).toMatchObject([401, { error: { code: 'write-key-unknown' } }]);
    const projects = new Map([['key', 'p']]);
    const without = await createApp({ store: HEALTHY, projects, sdkFolder, readKey: READ_KEY });
    for (const url of ['/v1/config/key', '/v1/reports/stages']) {
      const missing = await without.inject({ url, headers: AS_READER });
      expect([missing.statusCode, missing.json()]).toMatchObject([
        404,
        { error: { code: 'lifecycle-missing', remedy: expect.stringContaining('--lifecycle') } },
      ]);
    }
    await without.close();
  });
});

describe('the settings that other clients ask for', () => {
  test.each<[string, Record<string, string>, object]>([
    ['this machine', { host: 'localhost:4717' }, { apiHost: 'localhost:4717/v1', protocol: 'http' }],
    ['a page', { host: 'c.example', origin: 'https://shop.example' }, { apiHost: 'c.example/v1', protocol: 'https' }],
    [
      'a proxy that is not known',
      { host: 'c.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
      { apiHost: 'c.example/v1', protocol: 'http' },
    ],
    [
      'a known proxy',
      { host: '10.0.0.7', 'x-forwarded-host': 'c.example', 'x-forwarded-proto': 'https, http', known: 'yes' },
      { apiHost: 'c.example/v1', protocol: 'https' },
    ],
  ])("Segment's name the address that %s has reached", async (_, { known, ...headers }, settings) => {
    const remoteAddress = known ? '10.0.0.2' : '203.0.113.9';
    const response = await app.inject({ url: '/v1/projects/key/settings', headers, remoteAddress });
    expect(response.json()).toMatchObject({ integrations: { 'Segment.io': { apiKey: 'key', ...settings } } });
    expect(response.headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'no-store' });
  });

  test.each<[string, Record<string, string>]>([
    ['/sourceConfig/?p=npm&v=3.34.1&writeKey=key', {}],
    ['/sourceConfig?p=android', { authorization: 'Basic a2V5Og==' }],
  ])("RudderStack's are at %s", async (url, headers) => {
    const response = await app.inject({ url, headers });
    expect(response.json()).toMatchObject({ source: { id: 'p', enabled: true, config: {}, destinations: [] } });
    expect(response.headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'no-store' });
    expect((await app.inject({ method: 'HEAD', url, headers })).statusCode).toBe(200);
  });

  test.each(['/v1/projects/nobody/settings', '/sourceConfig?writeKey=nobody', '/sourceConfig'])(
    '%s: an unknown key is told',
    async (url) => {
      const response = await app.inject(url);
      expect([response.statusCode, response.headers['access-control-allow-origin']]).toEqual([401, '*']);
    },
  );
});

test('a request that is not answered in time is told so before its connection is cut off', async () => {
  const query = () => new Promise<never>(() => {});
  const writeEvents = () => new Promise<never>(() => {});
  const late = await createApp({
    store: { ...HEALTHY, query, writeEvents },
    projects: new Map([['key', 'p']]),
    sdkFolder,
    readKey: READ_KEY,
    timeouts: { silenceMs: 400 },
  });
  const event = { type: 'track', event: 'e', userId: 'u' };
  for (const request of [
    { url: '/v1/reports/events', headers: AS_READER },
    { url: '/v1/person/u/export', headers: AS_READER },
    { url: '/v1/batch', method: 'POST', payload: { writeKey: 'key', batch: [event] } },
  ] as const) {
    const reply = await late.inject(request);
    expect([reply.statusCode, reply.json<ErrorReply>().error.code]).toEqual([503, 'answer-late']);
    expect(reply.headers['retry-after']).toBe('10');
  }
  await late.close();
});
