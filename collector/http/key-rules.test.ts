import { rmSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../app.js';
import { openTestStore } from '../test-support/open-test-store.js';
import { sampleEvent } from '../test-support/sample-event.js';
import { makeTempFolder } from '../test-support/temp-folder.js';

const store = await openTestStore();
const sdkFolder = makeTempFolder();
let app: FastifyInstance;

beforeAll(async () => {
  app = await createApp({
    store,
    sdkFolder,
    projects: new Map([
      ['free', 'p'],
      ['shop', 'p'],
      ['slow', 'p'],
    ]),
    keyRules: new Map([
      ['shop', { origins: ['https://shop.example', 'https://*.shop.example'], hosts: ['collect.shop.example'] }],
      ['slow', { rateLimit: 1 }],
    ]),
  });
});
afterAll(async () => {
  await app.close();
  rmSync(sdkFolder, { recursive: true });
});

async function send(
  writeKey: string,
  headers: Record<string, string>,
  url = '/v1/batch',
  body: object = { batch: [sampleEvent()] },
) {
  const reply = await app.inject({ method: 'POST', url, headers, payload: JSON.stringify({ ...body, writeKey }) });
  const { error } = reply.json<{ error?: { code: string } }>();
  return error?.code ?? reply.statusCode;
}
const host = 'collect.shop.example';

test.each([
  ['https://shop.example', 200],
  ['https://www.shop.example', 200],
  ['https://SHOP.example', 200],
  ['http://shop.example', 'origin-refused'],
  ['https://shop.example:8443', 'origin-refused'],
  ['https://notshop.example', 'origin-refused'],
  ['https://shop.example.evil.example', 'origin-refused'],
  ['null', 'origin-refused'],
])('a page of %s: %s', async (origin, expected) => {
  expect(await send('shop', { origin, host })).toBe(expected);
});

test('a program without an origin may send, and another key is not limited', async () => {
  expect(await send('shop', { host })).toBe(200);
  expect(await send('free', { origin: 'https://evil.example' })).toBe(200);
});

test('a key is for the names it lists, whatever the port', async () => {
  expect(await send('shop', { host: 'collect.shop.example:8443' })).toBe(200);
  expect(await send('shop', { host: 'collect.other.example' })).toBe('host-refused');
});

test('erasing and referral codes follow the same rules', async () => {
  const headers = { origin: 'https://evil.example', host };
  const anonymousId = '6b8f2c9e-0f4b-4f0e-9d93-1b6f3d1c2a00';
  expect(await send('shop', headers, '/v1/forget', { anonymousId })).toBe('origin-refused');
  expect(await send('shop', headers, '/v1/referral', { anonymousId })).toBe('origin-refused');
});

test('a key with a limit of its own has a bucket of its own', async () => {
  const batch = Array.from({ length: 2_500 }, () => sampleEvent());
  expect(await send('slow', {}, '/v1/batch', { batch })).toBe(200);
  expect(await send('slow', {}, '/v1/batch', { batch: batch.slice(0, 100) })).toBe('rate-limited');
  expect(await send('free', {}, '/v1/batch', { batch })).toBe(200);
});
