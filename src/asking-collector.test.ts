/** A page whose person did things elsewhere: without a disk, and with a collector that answers what the test says. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Lifecycle } from './lifecycle/lifecycle.js';
import type { LifecycleHost } from './lifecycle/port.js';
import { readDefinition } from './lifecycle/read-definition.js';
import { readEvent } from './lifecycle/read-event.js';
import { createRecordReplay } from './lifecycle/replay-record.js';
import { runLifecycle } from './running-lifecycle.js';

const START = Date.UTC(2026, 0, 1);
const read = readDefinition({
  version: 1,
  facts: { reports: { count: 'Report Created' } },
  milestones: { first_report: { event: 'Report Created' } },
  stages: [
    { id: 'new', enter: {} },
    { id: 'active', enter: { reports: { $gte: 2 } } },
  ],
  widgets: { relationship: { kind: 'nps' } },
  plays: [{ id: 'ask', when: { $milestone: 'first_report' }, show: 'relationship', every: '90d' }],
});
const { lifecycle } = read as { lifecycle: Lifecycle };

let ids = 0;
const line = (event: string, properties: object = {}): string =>
  JSON.stringify({
    type: 'track',
    messageId: `m${String(ids++).padStart(6, '0')}`,
    event,
    properties,
    timestamp: new Date(START + ids).toISOString(),
  });

/** A page, its collector, and what was told and shown. */
function open({
  token = 'token',
  answers = (): boolean => true,
}: { token?: string | null; answers?: () => boolean } = {}) {
  const atCollector: string[] = [];
  const queue: string[] = [];
  const timers: { atMs: number; callback: () => void }[] = [];
  const tracked: string[] = [];
  const shown: string[] = [];
  const stages: unknown[] = [];
  const requests: string[] = [];
  let nowMs = START + 1_000_000;
  let beforeAnswer = (): void => {};
  let identity = { anonymousId: 'phone', userId: 'u1' as string | null, groupId: null };
  vi.stubGlobal('fetch', async (url: string, { headers }: RequestInit) => {
    requests.push(`${url} ${(headers as Record<string, string>).authorization}`);
    if (!answers()) return Response.json({}, { status: 503 });
    const replay = createRecordReplay(lifecycle);
    for (const sent of atCollector) replay.take(readEvent(JSON.parse(sent))!);
    const text = JSON.stringify({ ...replay.record(nowMs), knownAs: 'laptop' });
    beforeAnswer();
    return new Response(text);
  });
  const host: LifecycleHost = {
    name: 'ahaloop:wk_shop',
    address: 'https://collect.example',
    identityToken: token ?? undefined,
    flush: async () => {
      atCollector.push(...queue.splice(0));
      return { ok: true, pending: 0 };
    },
    now: () => nowMs,
    after: (waitMs, callback) => {
      const timer = { atMs: nowMs + waitMs, callback };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0);
    },
    identity: () => identity,
    newId: () => `n${ids++}`,
    claims: () => [],
    listens: () => true,
    closed: () => false,
    track: (event) => void tracked.push(event),
    tell: (name, detail) => {
      if (name === 'play') shown.push((detail as { play: string }).play);
      if (name === 'stage') stages.push((detail as { to: unknown }).to);
    },
    tellTabs: () => {},
  };
  const running = runLifecycle(lifecycle, host);
  const idle = async (): Promise<void> => {
    // Whatever is under way here is a few promises long: there is no disk and no network.
    for (let turn = 0; turn < 200; turn++) await Promise.resolve();
    await new Promise(setImmediate);
    for (let turn = 0; turn < 200; turn++) await Promise.resolve();
  };
  return {
    atCollector,
    tracked,
    shown,
    stages,
    requests,
    running,
    idle,
    capture(text: string) {
      queue.push(text);
      running.captured(text);
    },
    signIn: (userId: string) => (identity = { ...identity, userId }),
    whenAsked: (work: () => void) => (beforeAnswer = work),
    async pass(ms: number) {
      nowMs += ms;
      for (const timer of timers.splice(0)) {
        if (timer.atMs <= nowMs) timer.callback();
        else timers.push(timer);
      }
      await idle();
    },
  };
}

beforeEach(() => void (ids = 0));
afterEach(() => vi.unstubAllGlobals());

const elsewhere = (): string[] => [
  line('Report Created'),
  line('Report Created'),
  line('Activation Milestone Reached', { milestone: 'first_report' }),
  line('Stage Entered', { stage: 'active' }),
  line('Survey Submitted', { survey_id: 'relationship' }),
];

test('what was done, told and answered on another device is known here, and is neither told nor asked again', async () => {
  const page = open();
  page.atCollector.push(...elsewhere());
  page.capture(line('Opened'));
  await page.idle();
  expect(page.requests).toEqual(['https://collect.example/v1/person?writeKey=wk_shop Bearer token']);
  expect(page.running.state()).toMatchObject({ stage: 'active', facts: { reports: 2 } });
  expect([page.tracked, page.shown, page.stages]).toEqual([[], [], []]);
});

test('what happens after that is counted on top, once', async () => {
  const page = open();
  page.atCollector.push(...elsewhere());
  page.capture(line('Report Created'));
  await page.idle();
  page.capture(line('Report Created'));
  await page.idle();
  await page.pass(60_000);
  expect(page.running.state().facts.reports).toBe(4);
  expect(page.requests).toHaveLength(1);
});

test('an event that comes between the question and its answer is counted once: the collector is asked again', async () => {
  const page = open();
  page.atCollector.push(...elsewhere());
  page.capture(line('Opened'));
  let asked = 0;
  page.whenAsked(() => {
    if (asked++ === 0) page.capture(line('Report Created'));
  });
  await page.idle();
  expect(page.running.state().facts.reports).toBe(1);
  await page.pass(1_000);
  expect(page.running.state().facts.reports).toBe(3);
  expect(page.requests).toHaveLength(2);
});

test('nothing is told or shown before the answer; without one, all of it after five seconds', async () => {
  const page = open({ answers: () => false });
  page.capture(line('Report Created'));
  await page.idle();
  expect([page.tracked, page.shown, page.stages]).toEqual([[], [], []]);
  expect(page.running.explain('ask')!.at(-1)).toMatchObject({
    gate: 'page',
    passed: false,
    value: 'asking the collector',
  });
  await page.pass(5_000);
  expect(page.tracked).toEqual(['Activation Milestone Reached', 'Stage Entered']);
  expect([page.shown, page.stages]).toEqual([['ask'], ['new']]);
});

test('where the collector refuses, the browser goes by what it knows at once', async () => {
  const page = open();
  vi.stubGlobal('fetch', async () => Response.json({}, { status: 403 }));
  page.capture(line('Report Created'));
  await page.idle();
  expect([page.shown, page.stages]).toEqual([['ask'], ['new']]);
});

test.each([
  ['without a token', { token: null }, 'u1'],
  ['without a name', {}, null],
] as const)('nobody is asked for %s, and nothing waits', async (_how, options, userId) => {
  const page = open(options);
  page.signIn(userId as string);
  page.capture(line('Report Created'));
  await page.idle();
  expect(page.requests).toEqual([]);
  expect(page.shown).toEqual(['ask']);
});

test('whoever signs in later is asked for then', async () => {
  const page = open();
  page.signIn(null as unknown as string);
  page.capture(line('Opened'));
  await page.idle();
  expect(page.requests).toEqual([]);
  page.atCollector.push(...elsewhere());
  page.signIn('u1');
  page.capture(line('Opened'));
  await page.idle();
  expect(page.running.state().facts.reports).toBe(2);
});
