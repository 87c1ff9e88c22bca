/** Guesses at the read key, over the whole HTTP side. */
import { expect, test } from 'vitest';
import { createApp } from '../app.js';
import { readProxies } from './proxies.js';
import type { Store } from '../store/open-store.js';
import { AS_READER, READ_KEY } from '../test-support/reader.js';

const appWith = (proxies: readonly string[] = []) =>
  createApp({
    store: { query: () => Promise.resolve([]) } as unknown as Store,
    projects: new Map([['key', 'p']]),
    sdkFolder: '/none',
    readKey: READ_KEY,
    proxies: readProxies(proxies),
  });

test('after twenty wrong keys an address has to wait, other addresses have not', async () => {
  const app = await appWith();
  const ask = async (authorization: string, remoteAddress = '203.0.113.9') => {
    const { statusCode, headers } = await app.inject({
      url: '/v1/reports/events',
      headers: { authorization },
      remoteAddress,
    });
    return [statusCode, headers['retry-after']];
  };
  for (let guess = 0; guess < 20; guess++) expect(await ask(`Bearer rk_guess_${guess}`)).toEqual([401, undefined]);
  expect(await ask('Bearer rk_guess_20')).toEqual([429, '1']);
  // Nothing is learnt from a guess that comes too soon, right or wrong.
  expect(await ask(AS_READER.authorization)).toEqual([429, '1']);
  expect(await ask(AS_READER.authorization, '203.0.113.10')).toEqual([200, undefined]);
  await expect.poll(() => ask(AS_READER.authorization), { timeout: 10_000 }).toEqual([200, undefined]);
  await app.close();
});

test('right keys are never slowed', async () => {
  const app = await appWith();
  for (let asked = 0; asked < 50; asked++)
    expect((await app.inject({ url: '/v1/reports/events', headers: AS_READER })).statusCode).toBe(200);
  await app.close();
});

test('an address behind a known proxy is its own, and nobody else can say that they are another', async () => {
  const app = await appWith(['10.0.0.2']);
  const ask = async (remoteAddress: string, forwarded: string) =>
    (
      await app.inject({
        url: '/v1/reports/events',
        headers: { authorization: 'Bearer rk_guessed', 'x-forwarded-for': forwarded },
        remoteAddress,
      })
    ).statusCode;
  for (let guess = 0; guess < 20; guess++) expect(await ask('10.0.0.2', '203.0.113.9')).toBe(401);
  expect(await ask('10.0.0.2', '203.0.113.9')).toBe(429);
  expect(await ask('10.0.0.2', '203.0.113.10')).toBe(401);
  for (let guess = 0; guess < 20; guess++) expect(await ask('198.51.100.1', `203.0.113.${guess}`)).toBe(401);
  expect(await ask('198.51.100.1', '203.0.113.77')).toBe(429);
  await app.close();
});
