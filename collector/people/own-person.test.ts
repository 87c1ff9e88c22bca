/** What a second device is told, against the real engine. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { AhaEvent } from '../../src/wire/event.js';
import { act, type Page } from '../../src/lifecycle/act.js';
import type { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { readDefinition } from '../../src/lifecycle/read-definition.js';
import { readEvent } from '../../src/lifecycle/read-event.js';
import { emptyRecord, stepRecord, type PersonRecord } from '../../src/lifecycle/record.js';
import { replayFacts } from '../../src/lifecycle/replay.js';
import { stateAt } from '../../src/lifecycle/state.js';
import { takeRecord } from '../../src/lifecycle/take-record.js';
import { createApp } from '../app.js';
import { openLifecycleStore } from '../test-support/lifecycle-store.js';
import { randomHistory, randomLifecycle } from '../test-support/random-lifecycle.js';
import { once, whoseEvents } from '../test-support/whose-events.js';
import { personRecord } from './person-record.js';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 5, 1);
const SECRET = 's'.repeat(32);
const lifecycleOf = (definition: object): Lifecycle => {
  const read = readDefinition(definition);
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  return read.lifecycle;
};
const lifecycle = lifecycleOf({
  version: 3,
  facts: { reports: { count: 'Report Created' }, week: { days: '*', within: '7d' } },
  milestones: { first_report: { event: 'Report Created' } },
  stages: [
    { id: 'new', enter: {} },
    { id: 'active', enter: { reports: { $gte: 2 } } },
  ],
  experiments: { order: { variants: ['a', 'b'] } },
  widgets: { relationship: { kind: 'nps' } },
  plays: [{ id: 'ask', when: { $milestone: 'first_report' }, show: 'relationship', every: '90d' }],
});

const { store, send } = await openLifecycleStore();
const projects = new Map([
  ['key', 'shop'],
  ['bare', 'bare'],
  ['closed', 'closed'],
]);
const app = await createApp({
  store,
  projects,
  sdkFolder: '/',
  lifecycles: new Map([['shop', lifecycle]]),
  identitySecrets: new Map([
    ['shop', SECRET],
    ['bare', SECRET],
  ]),
  now: () => NOW,
});
afterAll(() => app.close());

const tokenOf = (sub: string, project = 'shop'): string => {
  const claims = { sub, project, exp: NOW / 1_000 + 60 };
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${payload}.${createHmac('sha256', SECRET).update(payload).digest('base64url')}`;
};
const ask = (sub: string, url = '/v1/person?writeKey=key', project?: string) =>
  app.inject({ url, headers: { authorization: `Bearer ${tokenOf(sub, project)}`, origin: 'https://shop.example' } });

let ids = 0;
const event = (daysAgo: number, anonymousId: string, what: object): AhaEvent =>
  ({
    type: 'track',
    messageId: `m${ids++}`,
    anonymousId,
    timestamp: new Date(NOW - daysAgo * DAY_MS).toISOString(),
    ...what,
  }) as AhaEvent;
const page = (record: PersonRecord): Page & { record: PersonRecord } => ({
  record,
  nowMs: NOW,
  path: '/',
  account: null,
  ready: true,
  shown: {},
  claims: [],
});

describe('a person who did things on one device, and signs in on a second one', () => {
  const first = [
    event(9, 'laptop', { event: 'Report Created' }),
    event(8, 'laptop', { event: 'Report Created', userId: 'u1' }),
    event(8, 'laptop', { event: 'Stage Entered', userId: 'u1', properties: { stage: 'active' } }),
    event(8, 'laptop', {
      event: 'Activation Milestone Reached',
      userId: 'u1',
      properties: { milestone: 'first_report' },
    }),
    event(7, 'laptop', {
      event: 'Experiment Viewed',
      userId: 'u1',
      properties: { experiment_name: 'order', variation_name: 'b' },
    }),
    event(5, 'laptop', { event: 'Survey Submitted', userId: 'u1', properties: { survey_id: 'relationship' } }),
  ];
  const second = [event(0, 'phone', { event: 'Opened', userId: 'u1' })];
  const stranger = [event(3, 'desk', { event: 'Report Created', userId: 'u2' })];
  const sent = send('shop', [...first, ...second, ...stranger]);
  const there = () => {
    const events = second.map((one) => readEvent(one)!);
    return { ...stepRecord(lifecycle, emptyRecord(lifecycle), events, NOW).record, knownAs: 'phone' };
  };

  test('is known there as if all had happened in one browser, and only them', async () => {
    await sent;
    const answer = await ask('u1');
    expect(answer.statusCode).toBe(200);
    const merged = takeRecord(lifecycle, there(), answer.json());
    const all = replayFacts(
      lifecycle,
      [...first, ...second].map((one) => readEvent(one)!),
      NOW,
    );
    expect(stateAt(lifecycle, merged.person, NOW)).toEqual(stateAt(lifecycle, all, NOW));
    expect(answer.json()).toMatchObject({ hash: lifecycle.hash, version: 3, knownAs: 'laptop', asOfMs: NOW });
  });

  test('is told nothing that was told, and keeps the variant that was seen', async () => {
    const merged = takeRecord(lifecycle, there(), (await ask('u1')).json());
    expect(merged.told).toMatchObject({ stage: 'active', milestones: ['first_report'] });
    expect(stepRecord(lifecycle, merged, [], NOW).reports).toEqual([]);
    expect(merged.ledger.assigned).toEqual({ order: ['b', NOW - 7 * DAY_MS] });
  });

  test('is not asked again what they have answered; without the collector they would be', async () => {
    const shown = (record: PersonRecord) => act(lifecycle, record, [], page(record), () => `id ${ids++}`).show?.id;
    const merged = takeRecord(lifecycle, there(), (await ask('u1')).json());
    expect(shown(merged)).toBeUndefined();
    expect(shown({ ...merged, ledger: there().ledger })).toBe('ask');
  });

  test('is told of nobody else, and nobody else of them', async () => {
    const other = takeRecord(lifecycle, emptyRecord(lifecycle), (await ask('u2')).json());
    expect(stateAt(lifecycle, other.person, NOW).facts.reports).toBe(1);
    const nobody = takeRecord(lifecycle, emptyRecord(lifecycle), (await ask('laptop')).json());
    expect(stateAt(lifecycle, nobody.person, NOW).facts.reports).toBe(0);
  });
});

test('an answer is for pages of any origin, and kept by nobody', async () => {
  const { headers } = await ask('u1');
  expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'no-store' });
  const preflight = await app.inject({ method: 'OPTIONS', url: '/v1/person' });
  expect(preflight.headers['access-control-allow-headers']).toContain('Authorization');
});

test.each([
  ['without a token', () => app.inject({ url: '/v1/person?writeKey=key' }), 401, 'identity-token-missing'],
  ['with a token for another project', () => ask('u1', undefined, 'bare'), 401, 'identity-token-wrong'],
  ['without a write key', () => ask('u1', '/v1/person'), 401, 'write-key-missing'],
  ['where no secret is', () => ask('u1', '/v1/person?writeKey=closed', 'closed'), 403, 'identity-closed'],
  ['where no definition is', () => ask('u1', '/v1/person?writeKey=bare', 'bare'), 404, 'lifecycle-missing'],
  ['with an unknown parameter', () => ask('u1', '/v1/person?writeKey=key&id=u2'), 400, 'param-unknown'],
])('%s it is refused', async (_how, request, status, code) => {
  const answer = await request();
  expect([answer.statusCode, answer.json<{ error: { code: string } }>().error.code]).toEqual([status, code]);
});

test('who has more events than are read is not told a part of them', async () => {
  const question = { project: 'shop', lifecycle, userId: 'u1', nowMs: NOW };
  expect(await personRecord(store, { ...question, most: 6 })).toBeNull();
  expect(await personRecord(store, { ...question, most: 7 })).not.toBeNull();
});

test(
  'whatever the definition and the history, the facts are those of the person’s own events',
  { timeout: 120_000 },
  async () => {
    let project = 0;
    await fc.assert(
      fc.asyncProperty(
        randomLifecycle,
        fc.array(randomHistory, { minLength: 1, maxLength: 5 }),
        async (drawn, histories) => {
          const name = `drawn${project++}`;
          const events = histories.flatMap((history, at) => history(`${at}-`));
          await send(name, events);
          for (const [userId, own] of whoseEvents(once(events), Infinity)) {
            const question = { project: name, lifecycle: drawn, userId, nowMs: NOW, most: 1_000 };
            const record = await personRecord(store, question);
            const expected = replayFacts(
              drawn,
              own.map((one) => readEvent(one)!),
              Infinity,
            );
            expect(JSON.parse(JSON.stringify(record!.person))).toEqual(JSON.parse(JSON.stringify(expected)));
          }
        },
      ),
      { numRuns: 20, seed: 3, endOnFailure: true },
    );
  },
);
