/** What a request costs is taken from who sends it, whatever it is answered. */
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ErrorReply } from '../src/wire/batch.js';
import { createApp } from './app.js';
import type { Store } from './store/open-store.js';

const MIB = 1024 * 1024;

describe('what is refused is paid for by its address', () => {
  let app: FastifyInstance;
  beforeEach(async () => {
    const store = {
      writeEvents: (rows: readonly unknown[]) =>
        Promise.resolve({ accepted: rows.length, duplicates: 0, forgotten: 0 }),
      writeRejected: () => Promise.resolve(),
    } as unknown as Store;
    app = await createApp({ store, projects: new Map([['key', 'p']]), sdkFolder: '/none', rateLimit: 100 });
  });
  afterEach(() => app.close());
  const send = (payload: string, remoteAddress: string, url = '/v1/batch') =>
    app.inject({ method: 'POST', url, payload, remoteAddress });
  const filler = '['.repeat(8 * MIB);

  test.each([
    ['an unknown write key', 'write-key-unknown', `{"writeKey": "stranger", "batch": ${filler}`],
    ['no write key', 'write-key-missing', `{"batch": ${filler}`],
    ['an unknown write key at the end', 'write-key-unknown', `{"batch": ${filler}, "writeKey" : "str\\u0061nger"}`],
  ])('a large body with %s is not parsed', async (_what, code, body) => {
    const refused = await send(body, '203.0.113.1');
    expect([refused.statusCode, refused.json<ErrorReply>().error.code]).toEqual([401, code]);
  });

  test('a large body is parsed where its key is known, wherever that stands', async () => {
    const event = { type: 'track', event: 'e', userId: 'u', properties: { text: 'x'.repeat(20_000) } };
    const batch = JSON.stringify({ batch: Array(10).fill(event), writeKey: 'key' });
    expect((await send(batch, '203.0.113.2')).statusCode).toBe(200);
    const bare = JSON.stringify({ batch: Array(10).fill(event) });
    expect((await send(bare, '203.0.113.2', '/v1/batch?writeKey=key')).statusCode).toBe(200);
  });

  test.each(['/v1/batch', '/v1/forget', '/v1/referral'])(
    '%s: an address that sends too many bytes is refused before they are read',
    async (url) => {
      const body = `{"writeKey": "stranger", "batch": ${filler}`;
      const statuses: number[] = [];
      for (let request = 0; request < 4; request++) statuses.push((await send(body, '203.0.113.3', url)).statusCode);
      // 3,000 events of 2 KiB are what an address may send at once: 8 MiB are 4,096 of them.
      expect(statuses).toEqual([401, 429, 429, 429]);
      expect((await send('{"writeKey": "key"}', '203.0.113.4', url)).statusCode).not.toBe(429);
    },
  );

  test('events of many months cost more, for each month is a file of its own', async () => {
    const batchOf = (months: number) => {
      const batch = Array.from({ length: 240 }, (_, index) => {
        const timestamp = new Date(Date.UTC(2026, -(index % months), 1)).toISOString();
        return { type: 'track', event: 'e', userId: 'u', timestamp };
      });
      return JSON.stringify({ writeKey: 'key', batch });
    };
    expect((await send(batchOf(3), '203.0.113.5')).statusCode).toBe(200);
    expect((await send(batchOf(3), '203.0.113.5')).statusCode).toBe(200);
    expect((await send(batchOf(100), '203.0.113.5')).statusCode).toBe(200);
    expect((await send(batchOf(1), '203.0.113.5')).statusCode).toBe(429);
    expect((await send(batchOf(1), '203.0.113.6')).statusCode).toBe(200);
  });
});
