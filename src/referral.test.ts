// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { trackReferral } from './referral.js';

type Client = Parameters<typeof trackReferral>[0];

afterEach(() => document.body.replaceChildren());

function visit(code: string | null, { userId = null as string | null, kept = new Map<string, string | null>() } = {}) {
  const tracked: unknown[] = [];
  const listeners = new Set<() => void>();
  const identity = { anonymousId: 'a', userId, groupId: null };
  const client: Client = {
    referral: () => (code === null ? null : { code, atMs: 1 }),
    identity: () => identity,
    kept: (key) => kept.get(key) ?? null,
    keep: (key, text) => void kept.set(key, text),
    track: (event, properties) => {
      tracked.push([event, properties]);
      return Promise.resolve({ messageId: 'm', durable: true });
    },
    on: (_name, listener) => {
      listeners.add(listener as () => void);
      return () => {};
    },
  };
  trackReferral(client);
  const identify = (id: string) => {
    identity.userId = id;
    for (const listener of listeners) listener();
  };
  return { tracked, identify, kept };
}

const properties = { referral_code: 'k7', self: false };

test('the link is told once, and the sign-up once', () => {
  const { tracked, identify, kept } = visit('k7');
  expect(tracked).toEqual([['Referral Link Opened', properties]]);
  identify('u1');
  identify('u1');
  expect(tracked.slice(1)).toEqual([['Referral Attributed', properties]]);
  expect(visit('k7', { userId: 'u1', kept }).tracked).toEqual([]);
});

test('somebody who was known before was brought by nobody', () => {
  const { tracked, identify } = visit('k7', { userId: 'u1' });
  identify('u1');
  expect(tracked).toEqual([['Referral Link Opened', properties]]);
});

test("the person's own code says so, and only that", () => {
  const { tracked } = visit('k7', { kept: new Map([['referral:own', 'k7']]) });
  expect(tracked).toEqual([['Referral Link Opened', { referral_code: 'k7', self: true }]]);
});

test('hidden fields have the code before a form is sent, also one that came later', () => {
  document.body.innerHTML = '<form><input type="hidden" name="ref" data-aha-referral></form>';
  visit('k7');
  expect(new FormData(document.querySelector('form')!).get('ref')).toBe('k7');
  document.body.innerHTML = '<form><input type="hidden" name="ref" data-aha-referral><input id="mail"></form>';
  document.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  expect(new FormData(document.querySelector('form')!).get('ref')).toBe('k7');
});

test('nobody whom no code has brought is told of', () => {
  document.body.innerHTML = '<input type="hidden" data-aha-referral value="typed">';
  expect(visit(null).tracked).toEqual([]);
  expect(document.querySelector('input')!.value).toBe('typed');
});
