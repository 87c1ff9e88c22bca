/** A person's own link, from a collector that answers what the test says. */
import { afterEach, expect, test, vi } from 'vitest';
import { createOwnReferral, type Collector } from './own-referral.js';

afterEach(() => vi.unstubAllGlobals());

/** The codes that a page comes to, and what it sent; the collector knows `browser` by its id and `person` by the token `good`. */
async function linkOf(identityToken?: Collector['identityToken'], userId: string | null = 'u1') {
  const bodies: Record<string, unknown>[] = [];
  vi.stubGlobal('fetch', async (_url: string, { body }: RequestInit) => {
    const sent = JSON.parse(body as string) as Record<string, unknown>;
    bodies.push(sent);
    const { identityToken: token } = sent;
    if (token !== undefined && token !== 'good') return Response.json({ success: false }, { status: 401 });
    return Response.json({ success: true, code: token ? 'person' : 'browser', invitations: {} });
  });
  const client = {
    identity: () => ({ anonymousId: 'a', userId }),
    explain: () => ({ closed: null }),
    kept: () => null,
    keep: () => {},
  };
  const collector = { endpoint: 'https://collect.example', writeKey: 'wk', identityToken };
  const own = createOwnReferral(client, collector, () => {});
  await vi.waitFor(() => expect(own.state()).toBeDefined());
  return { code: own.state()?.code, tokens: bodies.map((body) => body.identityToken) };
}

test('is the person’s where somebody vouches for who is signed in', async () => {
  expect(await linkOf('good')).toEqual({ code: 'person', tokens: ['good'] });
  expect(await linkOf(() => Promise.resolve('good'))).toEqual({ code: 'person', tokens: ['good'] });
});

test('is the browser’s where nobody is signed in, or nobody vouches', async () => {
  const own = { code: 'browser', tokens: [undefined] };
  expect(await linkOf('good', null)).toEqual(own);
  expect(await linkOf()).toEqual(own);
  expect(await linkOf(() => null)).toEqual(own);
  expect(await linkOf(() => Promise.reject(new Error('503')))).toEqual(own);
});

test('is the browser’s where the token is refused: one that has expired takes nobody’s link away', async () => {
  expect(await linkOf('expired')).toEqual({ code: 'browser', tokens: ['expired', undefined] });
});
