import { createHmac } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { RequestError } from './request-error.js';
import { makeTempFolder } from '../test-support/temp-folder.js';
import { bearerToken, readIdentityToken } from './identity-token.js';

const NOW = Date.UTC(2026, 0, 1);
const SECRET = 's'.repeat(32);
const base64url = (text: string) => Buffer.from(text).toString('base64url');
const signed = (payload: string, secret = SECRET) =>
  `${payload}.${createHmac('sha256', secret).update(payload).digest('base64url')}`;
const token = (claims: object, secret = SECRET) => signed(base64url(JSON.stringify(claims)), secret);
const claims = { sub: 'u1', project: 'p', exp: NOW / 1_000 + 60 };
const read = (authorization?: string, nowMs = NOW) =>
  readIdentityToken(bearerToken(authorization), { secrets: new Map([['p', SECRET]]), project: 'p', nowMs });
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof RequestError) return error.details.code;
    throw error;
  }
  return 'taken';
};

const folder = makeTempFolder();
afterAll(() => rmSync(folder, { recursive: true }));

test('a token says whose it is', () => {
  expect(read(`Bearer ${token(claims)}`)).toBe('u1');
  expect(read(`bearer ${token({ ...claims, sub: '订单 😀' })}`)).toBe('订单 😀');
});

test('a token is as docs/lifecycle.md makes it', async () => {
  const docs = readFileSync(new URL('../../docs/lifecycle.md', import.meta.url), 'utf8');
  const [, example] = /```js\n([\s\S]*?)```/.exec(docs)!;
  const file = join(folder, 'identity-token.mjs');
  writeFileSync(file, example!);
  const { identityToken } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
    identityToken: (userId: string, secret: string, project?: string) => string;
  };
  expect(read(`Bearer ${identityToken('u1', SECRET, 'p')}`, Date.now())).toBe('u1');
});

test.each([
  ['no token', undefined, 'identity-token-missing'],
  ['other credentials', 'Basic dTE6', 'identity-token-missing'],
  ['another secret', `Bearer ${token(claims, 'x'.repeat(32))}`, 'identity-token-wrong'],
  [
    'other claims under the signature',
    `Bearer ${base64url('{}')}.${token(claims).split('.')[1]}`,
    'identity-token-wrong',
  ],
  ['no signature', `Bearer ${token(claims).split('.')[0]}`, 'identity-token-wrong'],
  ['half a signature', `Bearer ${token(claims).slice(0, -20)}`, 'identity-token-wrong'],
  ['a third part', `Bearer ${token(claims)}.x`, 'identity-token-wrong'],
  ['dots only', 'Bearer ..', 'identity-token-wrong'],
  ['what is no JSON', `Bearer ${signed('x')}`, 'identity-token-wrong'],
  ['null', `Bearer ${token(null as unknown as object)}`, 'identity-token-wrong'],
  ['nobody', `Bearer ${token({ ...claims, sub: '' })}`, 'identity-token-wrong'],
  ['a number for a person', `Bearer ${token({ ...claims, sub: 5 })}`, 'identity-token-wrong'],
  ['no end', `Bearer ${token({ ...claims, exp: undefined })}`, 'identity-token-wrong'],
  ['another project', `Bearer ${token({ ...claims, project: 'q' })}`, 'identity-token-wrong'],
  ['what is very long', `Bearer ${token({ ...claims, sub: 'u'.repeat(2_000) })}`, 'identity-token-wrong'],
  ['what has just expired', `Bearer ${token({ ...claims, exp: NOW / 1_000 })}`, 'identity-token-expired'],
])('%s is refused', (_what, authorization, code) => {
  expect(codeOf(() => read(authorization))).toBe(code);
});
