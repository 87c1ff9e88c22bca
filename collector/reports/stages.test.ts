import { beforeAll, expect, test } from 'vitest';
import type { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { readDefinition } from '../../src/lifecycle/read-definition.js';
import type { AhaEvent } from '../../src/wire/event.js';
import { createStageKeeper } from '../lifecycle/stage-keeper.js';
import type { Store } from '../store/open-store.js';
import { openLifecycleStore } from '../test-support/lifecycle-store.js';
import { countStages, keptStages } from './stages-now.js';
import { stagesReport } from './stages.js';

const { store, send, received } = await openLifecycleStore();
const DAY_MS = 86_400_000;

function define(definition: object): Lifecycle {
  const read = readDefinition({ version: 3, ...definition });
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  return read.lifecycle;
}
const lifecycle = define({
  facts: { orders: { count: 'Order Completed' }, idle: { recency: '*' } },
  stages: [
    { id: 'new', title: 'New', enter: {} },
    { id: 'buyer', enter: { orders: { $gte: 1 } } },
    { id: 'loyal', enter: { orders: { $gte: 2 } } },
    { id: 'lost', enter: { idle: { $gt: 7 } } },
  ],
});

const at = (day: string) => new Date(`2026-${day}`);
let ids = 0;
const did = (who: object, event: string, day: string, messageId = `m${ids++}`) =>
  ({ type: 'track', event, messageId, timestamp: `2026-${day}T12:00:00.000Z`, ...who }) as AhaEvent;

/** Keeps up as if it were then. */
async function keep(project: string, nowMs: number, by = lifecycle): Promise<void> {
  received.at = nowMs;
  const failures: unknown[] = [];
  const lifecycles = new Map([[project, by]]);
  await createStageKeeper({ store, lifecycles, now: () => nowMs, onFailure: (error) => failures.push(error) }).keepUp();
  expect(failures).toEqual([]);
}
const report = (project: string, nowMs: number, from: string | null = null, to: string | null = null) =>
  stagesReport(store, { project, lifecycle, nowMs, from: from ? at(from) : null, to: to ? at(to) : null });

const fail = (error: unknown) => {
  throw error;
};

/** Who was where since when, by day. */
const changes = (project: string) =>
  store.query<{ person: string; day: string; stage: string }>(
    `SELECT person_id AS person, toString(toDate(at)) AS day, if(is_there, toString(stage), '–') AS stage
    FROM person_stage_changes FINAL WHERE project_id = {project:String} ORDER BY person, day, stage`,
    { project },
  );
const asText = async (project: string) =>
  (await changes(project)).map(({ person, day, stage }) => `${person} ${day.slice(5)} ${stage}`);

const NOW = at('03-11').getTime() + 3_600_000;

beforeAll(async () => {
  received.at = NOW;
  await send('shop', [
    did({ userId: 'a' }, 'Viewed', '03-01'),
    did({ userId: 'a' }, 'Order Completed', '03-03'),
    did({ userId: 'a' }, 'Order Completed', '03-06'),
    did({ userId: 'b' }, 'Viewed', '03-01'),
    did({ userId: 'b' }, 'Order Completed', '03-08'),
    did({ userId: 'c' }, 'Viewed', '03-02'),
    did({ anonymousId: 'v' }, 'Viewed', '03-02'),
    did({ anonymousId: 'v', userId: 'd' }, 'Order Completed', '03-04'),
    did({ userId: 'robot', context: { robot: true } }, 'Order Completed', '03-04'),
  ]);
  await keep('shop', NOW);
});

test('of each person is kept what changed, by the end of the day; a visitor who signs in is a user, a robot nobody', async () => {
  expect(await asText('shop')).toEqual([
    ...['a 03-01 new', 'a 03-03 buyer', 'a 03-06 loyal', 'b 03-01 new', 'b 03-08 buyer', 'c 03-02 new', 'c 03-09 lost'],
    ...['d 03-04 buyer', 'v 03-02 new', 'v 03-04 –'],
  ]);
});

test('people in each stage now, at from and at to; who moved in and out; how many went on, and how fast', async () => {
  const told = await report('shop', NOW, '03-03', '03-09');
  expect(told).toMatchObject({
    report: 'stages',
    project: 'shop',
    definition: { version: 3, hash: lifecycle.hash },
    from: '2026-03-03T00:00:00.000Z',
    to: '2026-03-09T00:00:00.000Z',
    lastDayEnd: '2026-03-10T23:59:59.999Z',
    now: '2026-03-11T01:00:00.000Z',
  });
  expect(told.stages).toEqual([
    { stage: 'new', title: 'New', now: 0, atFrom: 4, atTo: 1, movedIn: 0, movedOut: 3 },
    { stage: 'buyer', title: 'buyer', now: 2, atFrom: 0, atTo: 2, movedIn: 2, movedOut: 0 },
    { stage: 'loyal', title: 'loyal', now: 1, atFrom: 0, atTo: 1, movedIn: 1, movedOut: 0 },
    { stage: 'lost', title: 'lost', now: 1, atFrom: 0, atTo: 0, movedIn: 0, movedOut: 0 },
    { stage: null, title: null, now: 0, atFrom: 0, atTo: 0, movedIn: 0, movedOut: 0 },
  ]);
});

test('conversion is of those who entered; the median of two is in the middle', async () => {
  const { conversions } = await report('shop', NOW);
  expect(conversions).toEqual([
    { from: 'new', to: 'buyer', entered: 4, converted: 2, share: 0.5, medianMs: 4.5 * DAY_MS },
    { from: 'new', to: 'loyal', entered: 4, converted: 1, share: 0.25, medianMs: 5 * DAY_MS },
    { from: 'new', to: 'lost', entered: 4, converted: 1, share: 0.25, medianMs: 7 * DAY_MS },
    { from: 'buyer', to: 'loyal', entered: 3, converted: 1, share: 1 / 3, medianMs: 3 * DAY_MS },
    { from: 'buyer', to: 'lost', entered: 3, converted: 0, share: 0, medianMs: null },
    { from: 'loyal', to: 'lost', entered: 1, converted: 0, share: 0, medianMs: null },
  ]);
});

test('where no day was looked at yet there is no figure, not 0; of nobody no share', async () => {
  const told = await report('nobody', NOW);
  expect(told).toMatchObject({ fromDayEnd: null, toDayEnd: null, lastDayEnd: null, conversions: [] });
  expect(told.stages[0]).toEqual({
    ...{ stage: 'new', title: 'New', now: 0 },
    ...{ atFrom: null, atTo: null, movedIn: null, movedOut: null },
  });
});

test('what comes late for a day that was looked at is told from that day on, also of whom it makes another person', async () => {
  received.at = NOW;
  await send('late', [did({ userId: 'a' }, 'Viewed', '03-01'), did({ anonymousId: 'v' }, 'Viewed', '03-02')]);
  await keep('late', NOW);
  expect(await asText('late')).toEqual(['a 03-01 new', 'a 03-08 lost', 'v 03-02 new', 'v 03-09 lost']);
  received.at = NOW + DAY_MS;
  await send('late', [
    did({ userId: 'a' }, 'Order Completed', '03-05'),
    did({ anonymousId: 'v', userId: 'w' }, 'Order Completed', '03-04'),
  ]);
  await keep('late', NOW + DAY_MS);
  expect(await asText('late')).toEqual([
    ...['a 03-01 new', 'a 03-05 buyer', 'v 03-02 new', 'v 03-04 –', 'w 03-04 buyer', 'w 03-11 lost'],
  ]);
});

test('a day that was not looked at yet has no figure, and no other day stands for it', async () => {
  received.at = NOW;
  await send('halfway', [did({ userId: 'a' }, 'Viewed', '03-01'), did({ userId: 'b' }, 'Viewed', '03-04')]);
  await keep('halfway', at('03-06').getTime() + 3_600_000);
  const known = await report('halfway', NOW, '03-03', '03-05');
  expect(known).toMatchObject({ fromDayEnd: '2026-03-02T23:59:59.999Z', toDayEnd: '2026-03-04T23:59:59.999Z' });
  expect(known.stages[0]).toMatchObject({ atFrom: 1, atTo: 2, movedIn: 1 });
  const unknown = await report('halfway', NOW, '03-03', '03-09');
  expect(unknown).toMatchObject({ fromDayEnd: '2026-03-02T23:59:59.999Z', toDayEnd: null, conversions: [] });
  expect(unknown.stages[0]).toMatchObject({ atFrom: null, atTo: null, movedIn: null, movedOut: null });
});

test('an event of 1995 has three years of days looked at, and counts in the first of them', async () => {
  received.at = NOW;
  const old = { ...did({ userId: 'a' }, 'Order Completed', '03-01'), timestamp: '1995-01-01T00:00:00.000Z' };
  await send('old', [old, did({ userId: 'b' }, 'Viewed', '03-09')]);
  let days = 0;
  const run: typeof store.run = (sql, params) => {
    if (sql.includes('INSERT INTO computed_days')) days++;
    // What is stored of the days between is what tests of their own are about.
    return days > 0 && days < 1_098 ? Promise.resolve() : store.run(sql, params);
  };
  const lifecycles = new Map([['old', lifecycle]]);
  await createStageKeeper({ store: { ...store, run }, lifecycles, now: () => NOW, onFailure: fail }).keepUp();
  expect(days).toBe(1_100);
  expect((await changes('old')).map(({ person }) => person)).toEqual(['a', 'b']);
}, 300_000);

test('a keeper that is stopped while it mends goes on at the day where it was', async () => {
  received.at = NOW;
  await send('stopped', [did({ userId: 'a' }, 'Viewed', '03-01')]);
  await keep('stopped', NOW);
  received.at = NOW + DAY_MS;
  await send('stopped', [did({ userId: 'a' }, 'Order Completed', '03-03')]);
  const looked: string[] = [];
  const stopAfter = async (days: number) => {
    let stop: () => Promise<void> = () => Promise.resolve();
    const run: typeof store.run = async (sql, params) => {
      await store.run(sql, params);
      if (!sql.includes('INSERT INTO mended_days') || params!.received === 0) return;
      looked.push(new Date(params!.at as number).toISOString().slice(5, 10));
      if (looked.length === days) void stop();
    };
    const lifecycles = new Map([['stopped', lifecycle]]);
    const keeper = createStageKeeper({
      store: { ...store, run },
      lifecycles,
      now: () => NOW + DAY_MS,
      onFailure: fail,
    });
    if (days === 0) return keeper.keepUp();
    ({ stop } = keeper.start(3_600_000));
    await expect.poll(() => looked.length, { timeout: 60_000 }).toBe(days);
    await stop();
  };
  await stopAfter(2);
  await stopAfter(0);
  const days = Array.from({ length: 10 }, (_, day) => `03-${String(day + 1).padStart(2, '0')}`);
  expect(looked).toEqual(days);
  expect(await asText('stopped')).toEqual(['a 03-01 new', 'a 03-03 buyer', 'a 03-10 lost']);
});

test('another definition is looked at from the beginning, and does not touch what the first one told', async () => {
  const other = define({ facts: { n: { count: '*' } }, stages: [{ id: 'two', enter: { n: { $gte: 2 } } }] });
  received.at = NOW;
  await send('twice', [did({ userId: 'a' }, 'A', '03-01'), did({ userId: 'a' }, 'A', '03-02')]);
  await keep('twice', NOW);
  await keep('twice', NOW, other);
  expect(await asText('twice')).toEqual(['a 03-01 ', 'a 03-01 new', 'a 03-02 two', 'a 03-09 lost']);
});

test('a day that was looked at and not noted is looked at again without harm', async () => {
  received.at = NOW;
  await send('again', [did({ userId: 'a' }, 'A', '03-01'), did({ userId: 'a' }, 'Order Completed', '03-02')]);
  await keep('again', NOW);
  const before = await asText('again');
  await store.run("ALTER TABLE computed_days DELETE WHERE project_id = 'again' SETTINGS mutations_sync = 2");
  await keep('again', NOW);
  expect(await asText('again')).toEqual(before);
});

test('of whom is erased nothing is kept; of who is left at the same browser it is computed anew', async () => {
  received.at = NOW;
  await send('erase', [
    did({ anonymousId: 'browser', userId: 'a' }, 'Order Completed', '03-01'),
    did({ userId: 'a' }, 'Order Completed', '03-05'),
    did({ userId: 'b' }, 'Viewed', '03-05'),
  ]);
  await keep('erase', NOW);
  expect(await asText('erase')).toEqual(['a 03-01 buyer', 'a 03-05 loyal', 'b 03-05 new']);
  await store.forget('erase', 'browser');
  expect(await asText('erase')).toEqual(['b 03-05 new']);
  await keep('erase', NOW);
  expect(await asText('erase')).toEqual(['a 03-05 buyer', 'b 03-05 new']);
  await store.erasePerson('erase', 'b', false);
  expect(await asText('erase')).toEqual(['a 03-05 buyer']);
});

test('what was kept of the last day is told without a look at the events', async () => {
  const kept = await keptStages(store)('shop', lifecycle);
  const then = await countStages(store)('shop', lifecycle, kept!.atMs);
  expect(kept).toEqual(then);
  expect(new Date(kept!.atMs).toISOString()).toBe('2026-03-10T23:59:59.999Z');
  expect(await keptStages(store)('nowhere', lifecycle)).toBeNull();
});

test(
  'people without rows are looked for after an erasure, twice as it may be under way, and at no other time',
  { timeout: 180_000 },
  async () => {
    await send('search', [
      did({ userId: 'a', anonymousId: 'shared' }, 'Viewed', '03-01'),
      did({ userId: 'b', anonymousId: 'shared' }, 'Viewed', '03-02'),
      did({ userId: 'b' }, 'Order Completed', '03-03'),
    ]);
    let searches = 0;
    const watched: Pick<Store, 'query' | 'run'> = {
      query: (sql, params) => {
        if (sql.includes('person NOT IN')) searches++;
        return store.query(sql, params);
      },
      run: store.run,
    };
    const failures: unknown[] = [];
    const lifecycles = new Map([['search', lifecycle]]);
    const keeper = createStageKeeper({
      store: watched,
      lifecycles,
      now: () => NOW,
      onFailure: (error) => failures.push(error),
    });
    const searchesOf = async (rounds: number): Promise<number> => {
      searches = 0;
      for (let round = 0; round < rounds; round++) await keeper.keepUp();
      return searches;
    };
    expect(await searchesOf(4)).toBe(2);
    await store.forget('search', 'shared');
    expect(await asText('search')).toEqual([]);
    expect(await searchesOf(3)).toBe(2);
    expect(await asText('search')).toEqual(['b 03-03 buyer', 'b 03-10 lost']);
    expect(failures).toEqual([]);
  },
);
