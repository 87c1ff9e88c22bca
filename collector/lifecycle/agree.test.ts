/**
 * SQL and the browser tell the same of everybody: random definitions, random histories. `AGREE_HISTORIES` says of how many;
 * `npm run test:agree` of 10,000.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AhaEvent } from '../../src/wire/event.js';
import { readEvent } from '../../src/lifecycle/read-event.js';
import type { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { mergePersons } from '../../src/lifecycle/person.js';
import { replay, replayFacts } from '../../src/lifecycle/replay.js';
import { stateAt, type LifecycleState } from '../../src/lifecycle/state.js';
import { openLifecycleStore } from '../test-support/lifecycle-store.js';
import { ASKED_MS, randomHistory, randomLifecycle } from '../test-support/random-lifecycle.js';
import { once, whoseEvents } from '../test-support/whose-events.js';
import { personSql, type PersonSql } from './person-sql.js';
import { createPersonStates } from './person-states.js';

const HISTORIES = Number(process.env.AGREE_HISTORIES ?? 300);
const A_DEFINITION = 50;

const { store, send } = await openLifecycleStore();
let projects = 0;

const byBrowser = (lifecycle: Lifecycle, events: readonly AhaEvent[]): Map<string, LifecycleState> =>
  new Map(
    [...whoseEvents(once(events), ASKED_MS)].map(([person, own]) => [
      person,
      replay(
        lifecycle,
        own.map((event) => readEvent(event)!),
        ASKED_MS,
      ),
    ]),
  );

async function bySql(
  lifecycle: Lifecycle,
  project: string,
  compiled?: PersonSql,
): Promise<Map<string, LifecycleState>> {
  const states = new Map<string, LifecycleState>();
  for await (const [person, state] of createPersonStates(store, lifecycle, compiled)(project, ASKED_MS))
    states.set(person, state);
  return states;
}

/** −0 is 0. */
const plain = (states: ReadonlyMap<string, LifecycleState>): unknown =>
  JSON.parse(JSON.stringify(Object.fromEntries([...states].sort(([a], [b]) => (a < b ? -1 : 1)))));

const cases = fc.tuple(
  randomLifecycle,
  fc.array(randomHistory, { minLength: 1, maxLength: A_DEFINITION, size: 'max' }),
);

/** Sends the histories to a project of their own. */
async function sent(histories: readonly ((prefix: string) => AhaEvent[])[]): Promise<[string, AhaEvent[]]> {
  const project = `p${projects++}`;
  const events = histories.flatMap((history, at) => history(`${at}-`));
  await send(project, events);
  return [project, events];
}

test(`${HISTORIES} histories: the same of every person`, { timeout: 3_600_000 }, async () => {
  let people = 0;
  let told = 0;
  const same = fc.asyncProperty(cases, async ([lifecycle, histories]) => {
    const [project, events] = await sent(histories);
    const expected = byBrowser(lifecycle, events);
    people += expected.size;
    told += histories.length;
    expect(plain(await bySql(lifecycle, project))).toEqual(plain(expected));
  });
  // How many histories come with a definition is chance as well.
  for (let seed = Number(process.env.AGREE_SEED ?? 7); told < HISTORIES; seed++) {
    await fc.assert(same, { numRuns: 20, seed, interruptAfterTimeLimit: 3_000_000, markInterruptAsFailure: true });
  }
  expect(people).toBeGreaterThan(told / 2);
});

describe('in the browser', () => {
  const person = fc.tuple(randomLifecycle, randomHistory);
  const facts = (events: readonly AhaEvent[]) => once(events).map((event) => readEvent(event)!);

  test('the order in which events come changes nothing', () => {
    fc.assert(
      fc.property(person, fc.infiniteStream(fc.nat()), ([lifecycle, history], random) => {
        const events = facts(history(''));
        const order = new Map(events.map((event) => [event, random.next().value as number]));
        const shuffled = [...events].sort((a, b) => order.get(a)! - order.get(b)!);
        expect(replay(lifecycle, shuffled, ASKED_MS)).toEqual(replay(lifecycle, events, ASKED_MS));
      }),
      { numRuns: 1_000, seed: 7 },
    );
  });

  test('a visitor and the user that they turn out to be, merged, are one person with the events of both', () => {
    fc.assert(
      fc.property(person, ([lifecycle, history]) => {
        const events = facts(history(''));
        const parts = [0, 1].map((part) =>
          replayFacts(
            lifecycle,
            events.filter((_, at) => at % 2 === part),
            ASKED_MS,
          ),
        );
        const merged = mergePersons(lifecycle, parts[0]!, parts[1]!);
        expect(stateAt(lifecycle, merged, ASKED_MS)).toEqual(replay(lifecycle, events, ASKED_MS));
      }),
      { numRuns: 1_000, seed: 7 },
    );
  });
});

test('a mistake in SQL, a window that holds its edge, is found out', { timeout: 600_000 }, async () => {
  const right = /(at|entry\.1) > \{t:Int64\}/g;
  for (const [lifecycle, histories] of fc.sample(cases, { numRuns: 200, seed: 11 })) {
    const compiled = personSql(lifecycle);
    if (compiled.sql.search(right) < 0) continue;
    const [project, events] = await sent(histories);
    const mutated = { ...compiled, sql: compiled.sql.replace(right, '$1 >= {t:Int64}') };
    const [told, expected] = [plain(await bySql(lifecycle, project, mutated)), plain(byBrowser(lifecycle, events))];
    if (!isDeepStrictEqual(told, expected)) return;
  }
  expect.unreachable('SQL with a mistake told the same as the browser');
});
