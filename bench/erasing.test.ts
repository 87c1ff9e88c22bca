/**
 * How long erasing takes until the answer, and until the files are rewritten. `npx vitest run --project bench bench/erasing.test.ts`;
 * `BENCH_EVENTS=10000000` for more than 500,000 events. Nothing is asserted of a time.
 */
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { personEvents } from '../collector/people/person-events.js';
import { openStore } from '../collector/store/open-store.js';
import { makeTempFolder } from '../collector/test-support/temp-folder.js';

const EVENTS = Number(process.env.BENCH_EVENTS ?? 500_000);
const PEOPLE = EVENTS / 20;
const FROM_MS = Date.UTC(2026, 7, 1);
const RANGE_MS = 90 * 86_400_000;
const TIMES = 10;

test(`one of ${PEOPLE} people with ${EVENTS} events`, { timeout: 3_600_000 }, async () => {
  const path = makeTempFolder();
  const failures: unknown[] = [];
  const open = (rewriteAfterMs: number) =>
    openStore({ path, rewriteAfterMs, onFailure: (error) => failures.push(error) });
  let store = await open(3_600_000);
  try {
    await store.run(
      `INSERT INTO events (project_id, message_id, type, event, anonymous_id, user_id, person_id, ts, ts_adj, received_at, properties, traits, context, integrations, extra)
      SELECT 'p', toString(number), 'track', concat('Event ', toString(number % 20)),
        if(number % 10 = 1, '', concat('browser-', toString(intHash32(number) % {people:UInt32}))) AS anonymous_id,
        if(number % 4 = 0, '', concat('user-', toString(intHash32(number) % {people:UInt32}))) AS user_id,
        if(user_id = '', anonymous_id, user_id),
        fromUnixTimestamp64Milli({from:Int64} + intHash64(number) % {range:Int64}, 'UTC') AS ts, ts, ts,
        concat('{"kind":"', toString(cityHash64(number)), '"}'), '{}', '{}', '{}', '{}'
      FROM numbers({events:UInt64})`,
      { people: PEOPLE, from: FROM_MS, range: RANGE_MS, events: EVENTS },
    );
    const timed = async (what: string, work: (n: number) => Promise<unknown>) => {
      const took: number[] = [];
      for (let n = 0; n < TIMES; n++) {
        const startMs = performance.now();
        await work(n);
        took.push(Math.round(performance.now() - startMs));
      }
      took.sort((a, b) => a - b);
      console.log(`${what.padEnd(40)} median ${took[TIMES / 2]} ms, worst ${took.at(-1)} ms, of ${TIMES}`);
    };
    const read = async (id: string) => {
      const ids: unknown[] = [];
      for await (const { messageId } of await personEvents(store, 'p', id, false)) ids.push(messageId);
      return ids.length;
    };
    await timed('export of a person', (n) => read(`user-${n}`));
    await timed('erase a person', (n) => store.erasePerson('p', `user-${n}`, false));
    await timed('forget a browser', (n) => store.forget('p', `browser-${100 + n}`));
    await timed('erase nobody', (n) => store.erasePerson('p', `nobody-${n}`, false));
    await timed('export of who was erased', (n) => read(`user-${n}`));
    expect(await read('user-0')).toBe(0);
    const startMs = performance.now();
    await store.close();
    store = await open(0);
    await expect.poll(() => store.query('SELECT 1 FROM erasures'), { timeout: 600_000 }).toEqual([]);
    console.log(`files rewritten, the store opened anew: ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
    expect(failures).toEqual([]);
  } finally {
    await store.close();
    rmSync(path, { recursive: true, force: true });
  }
});
