import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AhaloopError, createClient } from './index.js';
import type { BatchRequest } from './wire/batch.js';

// A place where every disk refuses: events wait in memory, everything else is the same.
let server: Server;
let endpoint: string;
let batches: BatchRequest[];

beforeEach(async () => {
  const open = () => {
    throw new DOMException('refused', 'SecurityError');
  };
  vi.stubGlobal('indexedDB', { open });
  vi.stubGlobal('localStorage', null);
  batches = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      batches.push(JSON.parse(body) as BatchRequest);
      response.end('{"success":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  vi.unstubAllGlobals();
  server.close();
});

test('a wrong option throws at once, with its code, the value and the remedy', () => {
  const wrong = { writeKey: 'wk_1', endpoint: 'collect.example.com', flush: 1 } as never;
  expect(() => createClient(wrong)).toThrow(AhaloopError);
  expect(() => createClient(wrong)).toThrow(
    /^option-unknown: flush is 1; .*endpoint is "collect\.example\.com"; pass the collector's address/,
  );
  expect(() => createClient(undefined as never)).toThrow(/^options-missing: /);
});

test('runs where there is no disk', async () => {
  const aha = createClient({ writeKey: 'wk_1', endpoint });
  const receipt = await aha.track('Report Created', { kind: 'sales' });
  expect(receipt.durable).toBe(false);
  expect(await aha.flush()).toEqual({ ok: true, sent: 1, pending: 0 });
  expect(batches).toHaveLength(1);
  expect(batches[0]).toMatchObject({
    writeKey: 'wk_1',
    batch: [{ messageId: receipt.messageId, type: 'track', event: 'Report Created', properties: { kind: 'sales' } }],
  });
});

test('two clients in one process do not know each other', async () => {
  const [one, two] = [createClient({ writeKey: 'wk_1', endpoint }), createClient({ writeKey: 'wk_2', endpoint })];
  void one.track('A');
  void two.track('B');
  await Promise.all([one.flush(), two.flush()]);
  const seen = batches.map(({ writeKey, batch }) => [
    writeKey,
    batch.map((event) => event.type === 'track' && event.event),
  ]);
  expect(seen.sort()).toEqual([
    ['wk_1', ['A']],
    ['wk_2', ['B']],
  ]);
});

test('listeners hear of each step, until they are undone, and one that throws does not stop the others', async () => {
  const heard: string[] = [];
  const aha = createClient({ writeKey: 'wk_1', endpoint });
  const undo = aha.on('captured', ({ type, event }) => heard.push(`captured ${type} ${event}`));
  aha.on('stored', ({ messageIds, durable }) => heard.push(`stored ${messageIds.length} ${durable}`));
  aha.on('sent', ({ messageIds }) => heard.push(`sent ${messageIds.length}`));
  aha.onDrop(({ reason, count }) => heard.push(`dropped ${reason} ${count}`));
  void aha.track('A');
  undo();
  void aha.track('B');
  void aha.track('');
  await aha.flush();
  expect(heard).toEqual(['captured track A', 'dropped name-missing 1', 'stored 2 false', 'sent 2']);
});

test('page takes a name, or a category and a name', async () => {
  const aha = createClient({ writeKey: 'wk_1', endpoint });
  void aha.page();
  void aha.page('Pricing', { plan: 'pro' });
  void aha.page('Docs', 'Install');
  await aha.flush();
  expect(batches[0]?.batch).toMatchObject([
    { type: 'page', properties: {} },
    { type: 'page', name: 'Pricing', properties: { plan: 'pro' } },
    { type: 'page', category: 'Docs', name: 'Install' },
  ]);
});

test('identify takes an id, traits, or both, and alias joins the anonymous id by itself', async () => {
  const aha = createClient({ writeKey: 'wk_1', endpoint });
  void aha.identify({ plan: 'trial' });
  void aha.identify(42, { plan: 'pro' });
  void aha.group('acme', { industry: 'retail' });
  void aha.alias('u_42');
  await aha.flush();
  const [anonymous, known, group, alias] = batches[0]!.batch;
  expect(anonymous).toMatchObject({ type: 'identify', traits: { plan: 'trial' } });
  expect(anonymous).not.toHaveProperty('userId');
  expect(known).toMatchObject({ type: 'identify', userId: '42', traits: { plan: 'pro' } });
  expect(group).toMatchObject({ type: 'group', groupId: 'acme', userId: '42', context: { groupId: 'acme' } });
  expect(alias).toMatchObject({ type: 'alias', userId: 'u_42', previousId: anonymous?.anonymousId });
});

test('a page without a lifecycle hears, too, that another person is there or that things may be stored', async () => {
  const aha = createClient({ writeKey: 'wk_1', endpoint, consent: 'pending' });
  const told: (string | null)[] = [];
  aha.on('changed', () => told.push(aha.explain().closed ?? aha.identity().userId));
  await Promise.resolve();
  told.length = 0;
  aha.consent('granted');
  void aha.identify('u1');
  aha.reset();
  expect(told).toEqual([null, 'u1', null]);
});

test('an answer is sent without waiting for company', async () => {
  const aha = createClient({ writeKey: 'wk_1', endpoint, flushAfterMs: 600_000 });
  const sent = new Promise((resolve) => aha.on('sent', resolve));
  void aha.respond({ survey: 'relationship', kind: 'nps', score: 3 });
  await sent;
  expect(batches[0]?.batch[0]).toMatchObject({
    event: 'Survey Submitted',
    properties: { score: 3, group: 'detractor' },
  });
});

test('while consent is pending nothing is sent; once it is granted all of it is, with the times of the calls', async () => {
  const aha = createClient({ writeKey: 'wk_1', endpoint, consent: 'pending', flushAt: 1 });
  expect(await aha.track('A')).toMatchObject({ durable: false, reason: 'consent-pending' });
  expect(await aha.respond({ survey: 's', kind: 'nps', score: 9 })).toMatchObject({ reason: 'consent-pending' });
  expect(await aha.flush()).toEqual({ ok: false, sent: 0, pending: 2, reason: 'consent-pending' });
  expect(batches).toEqual([]);
  expect(aha.consent('granted')).toBe('granted');
  expect(await aha.flush()).toMatchObject({ ok: true, pending: 0 });
  // Answers go first.
  expect(batches.flatMap(({ batch }) => batch)).toMatchObject([{ event: 'Survey Submitted' }, { event: 'A' }]);
});

test('once consent is denied what waited is dropped and counted, and so is every call', async () => {
  const aha = createClient({ writeKey: 'wk_1', endpoint, consent: 'pending' });
  const drops: unknown[] = [];
  aha.onDrop((drop) => drops.push(drop));
  void aha.track('A');
  void aha.track('B');
  aha.consent('denied');
  expect(await aha.track('C')).toEqual({ messageId: null, durable: false, reason: 'consent-denied' });
  expect(drops).toEqual([
    { reason: 'consent-denied', count: 2 },
    { reason: 'consent-denied', count: 1 },
  ]);
  expect(aha.explain()).toEqual({
    consent: { state: 'denied', because: 'decided' },
    closed: 'consent-denied',
    pending: 0,
    forgetting: false,
  });
  expect(batches).toEqual([]);
});

test('a decision is taken back by pending, and a misspelt one is no consent', async () => {
  const aha = createClient({ writeKey: 'wk_1', endpoint });
  expect(aha.consent()).toBe('granted');
  expect(aha.consent('yes' as never)).toBe('pending');
  void aha.track('A');
  expect(await aha.flush()).toMatchObject({ ok: false, reason: 'consent-pending' });
  aha.consent('granted');
  expect(await aha.flush()).toMatchObject({ ok: true, sent: 1 });
});

test('forget asks for the visitor, who is another one afterwards, and drops what waited', async () => {
  const aha = createClient({ writeKey: 'wk_1', endpoint, flushAfterMs: 600_000 });
  const drops: unknown[] = [];
  aha.onDrop((drop) => drops.push(drop));
  void aha.track('A');
  await aha.flush();
  void aha.track('B');
  expect(await aha.forget()).toEqual({ ok: true });
  expect(drops).toEqual([{ reason: 'forgotten', count: 1 }]);
  void aha.track('C');
  await aha.flush();
  const [first, asked, last] = batches as [BatchRequest, BatchRequest, BatchRequest];
  const { anonymousId } = first.batch[0]!;
  expect(asked).toEqual({ writeKey: 'wk_1', anonymousId });
  expect(last.batch).toMatchObject([{ event: 'C' }]);
  expect(last.batch[0]?.anonymousId).not.toBe(anonymousId);
});

test('a client that is closed does nothing more, and a later one of its key takes its place', async () => {
  const aha = createClient({ writeKey: 'wk_1', endpoint, flushAfterMs: 600_000 });
  const told: unknown[] = [];
  aha.on('changed', () => told.push(aha.explain().closed));
  const before = await aha.track('A');
  await aha.flush();
  told.length = 0;
  await aha.close();
  await aha.close();
  expect(told).toEqual(['closed']);
  const none = { messageId: null, durable: false, reason: 'closed' };
  expect(await aha.track('B')).toEqual(none);
  expect(await aha.page()).toEqual(none);
  expect(await aha.identify('u1')).toEqual(none);
  expect(await aha.respond({ survey: 's', kind: 'nps', score: 9 })).toEqual(none);
  expect(await aha.flush()).toMatchObject({ ok: false, sent: 0, reason: 'closed' });
  expect(await aha.forget()).toEqual({ ok: false, reason: 'closed' });
  expect(batches.flatMap(({ batch }) => batch.map(({ messageId }) => messageId))).toEqual([before.messageId]);

  const next = createClient({ writeKey: 'wk_1', endpoint });
  await next.track('C');
  expect(await next.flush()).toMatchObject({ ok: true, sent: 1 });
});

test('what waits for a decision is dropped when the client is closed, and counted', async () => {
  const aha = createClient({ writeKey: 'wk_1', endpoint, consent: 'pending' });
  const drops: unknown[] = [];
  aha.onDrop((drop) => drops.push(drop));
  void aha.track('A');
  await aha.close();
  expect(aha.consent('granted')).toBe('pending');
  expect(drops).toEqual([{ reason: 'closed', count: 1 }]);
  expect(batches).toEqual([]);
});
