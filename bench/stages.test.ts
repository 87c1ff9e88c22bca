/**
 * What the stages of everybody cost: one look at all events, the days of two weeks, and the report from what is kept.
 * `npm run bench:stages`; `BENCH_EVENTS=10000000` for more than 2 million events. Nothing is asserted of a time.
 */
import { rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createStageKeeper } from '../collector/lifecycle/stage-keeper.js';
import { personSql } from '../collector/lifecycle/person-sql.js';
import { PEOPLE_SETTINGS } from '../collector/lifecycle/person-states.js';
import { countStages, keptStages, rememberStages } from '../collector/reports/stages-now.js';
import { stagesReport } from '../collector/reports/stages.js';
import { openStore } from '../collector/store/open-store.js';
import { makeTempFolder } from '../collector/test-support/temp-folder.js';
import { readDefinition } from '../src/lifecycle/read-definition.js';

const EVENTS = Number(process.env.BENCH_EVENTS ?? 2_000_000);
const PEOPLE = EVENTS / 20;
const DAYS = 14;
const FROM_MS = Date.UTC(2026, 2, 1);
const NOW_MS = FROM_MS + DAYS * 86_400_000 + 3_600_000;
const FRESH = 20;

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const startMs = performance.now();
  const result = await work();
  console.log(`${what.padEnd(64)} ${((performance.now() - startMs) / 1000).toFixed(2).padStart(8)} s`);
  return result;
}

test(`the stages of ${PEOPLE} people with ${EVENTS} events`, { timeout: 3_600_000 }, async () => {
  const path = makeTempFolder();
  const store = await openStore({ path });
  const failures: unknown[] = [];
  try {
    const write = (first: number, count: number, fromMs: number, rangeMs: number) =>
      store.run(
        `INSERT INTO events (project_id, message_id, type, event, anonymous_id, user_id, person_id, ts, ts_adj, received_at, properties, traits, context)
        SELECT 'p', toString(number), 'track',
          multiIf(number % 20 = 0, 'Signed Up', number % 20 = 7, 'Order Completed', number % 50 = 3, 'Referral Shared', 'Report Created') AS event,
          concat('browser-', toString(intHash32(number) % {people:UInt32})) AS anonymous_id,
          if(number % 4 = 0, '', concat('user-', substring(anonymous_id, 9))) AS user_id, if(user_id = '', anonymous_id, user_id),
          fromUnixTimestamp64Milli({from:Int64} + intHash64(number) % {range:Int64}, 'UTC') AS ts, ts, ts,
          if(event = 'Order Completed', concat('{"revenue":', toString(number % 100), '.5,"currency":"USD"}'), '{"kind":"sales"}'), '{}', '{}'
        FROM numbers({first:UInt64}, {count:UInt64})`,
        { people: PEOPLE, from: fromMs, range: rangeMs, first, count },
      );
    await timed(`${EVENTS} events of ${PEOPLE} people in ${DAYS} days, written`, () =>
      write(0, EVENTS, FROM_MS, DAYS * 86_400_000),
    );
    // What the table does with parts of more than an hour by itself; and what has come since.
    await timed('merged', () => store.run('OPTIMIZE TABLE events FINAL'));
    await timed(`${FRESH} times 2,000 events of the last hour, written`, async () => {
      for (let at = 0; at < FRESH; at++) await write(EVENTS + at * 2_000, 2_000, NOW_MS - 3_600_000, 3_600_000);
    });
    const definitions = {
      'aarrr: 4 facts': { version: 1, preset: 'aarrr' },
      'aarrr, and a sum from JSON, a sequence, a unique': {
        version: 1,
        preset: 'aarrr',
        facts: {
          revenue: { sum: 'Order Completed', of: 'revenue' },
          way: { sequence: ['Signed Up', 'Report Created', 'Order Completed'], within: '7d' },
          kinds: { unique: 'Report Created', of: 'kind' },
        },
        segments: { big: { revenue: { $gt: 100 }, way: 3, kinds: { $gte: 1 } } },
      },
    };
    for (const [name, definition] of Object.entries(definitions)) {
      const read = readDefinition(definition);
      if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
      const { lifecycle } = read;
      const { sql, params } = personSql(lifecycle);
      await timed(`everybody's whole state at one time (${name})`, () =>
        store.query(
          `SELECT stage, count(), sum(time_to_value), ${Object.keys(definition).includes('segments') ? 'sum(in0)' : '0'} FROM (${sql}) GROUP BY stage ${PEOPLE_SETTINGS}`,
          {
            ...params,
            project: 'p',
            t: NOW_MS,
          },
        ),
      );
      if (name !== 'aarrr: 4 facts') continue;
      const lifecycles = new Map([['p', lifecycle]]);
      const keeper = createStageKeeper({
        store,
        lifecycles,
        now: () => NOW_MS,
        onFailure: (error) => failures.push(error),
      });
      await timed(`${DAYS} days looked at in the background`, () => keeper.keepUp());
      await timed('the first round after that, which looks for erased people', () => keeper.keepUp());
      await keeper.keepUp(); // once more, as an erasure may have been under way
      await timed('a round in which nothing is new', () => keeper.keepUp());
      const question = {
        project: 'p',
        lifecycle,
        nowMs: NOW_MS,
        from: new Date(FROM_MS + 3 * 86_400_000),
        to: null,
      };
      const counted = countStages(store);
      let counting = Promise.resolve();
      const count = rememberStages(
        (...asked) => {
          const now = counted(...asked);
          counting = now.then(() => {});
          return now;
        },
        () => performance.now(),
        { kept: keptStages(store), tired: () => setTimeout(2_000) },
      );
      await timed('the report as it is told first, while everybody is looked at', () =>
        stagesReport(store, question, count),
      );
      await timed('until everybody has been looked at', () => counting);
      const told = await timed('the report from then on', () => stagesReport(store, question, count));
      expect(told.stages.reduce((sum, { now }) => sum + now, 0)).toBeGreaterThan(0);
    }
    expect(failures).toEqual([]);
  } finally {
    await store.close();
    rmSync(path, { recursive: true, force: true });
  }
});
