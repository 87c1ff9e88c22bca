/** The cases of test/cases/lifecycle: the browser's code and SQL both say what they expect. */
import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { readEvent } from '../../src/lifecycle/read-event.js';
import type { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { mistakeText } from '../../src/lifecycle/mistake.js';
import { readDefinition } from '../../src/lifecycle/read-definition.js';
import { replay } from '../../src/lifecycle/replay.js';
import type { LifecycleState } from '../../src/lifecycle/state.js';
import type { AhaEvent } from '../../src/wire/event.js';
import { openLifecycleStore } from '../test-support/lifecycle-store.js';
import { once, whoseEvents } from '../test-support/whose-events.js';
import { personSql, type PersonSql } from './person-sql.js';
import { createPersonStates } from './person-states.js';

interface Case {
  readonly name: string;
  readonly definition: unknown;
  readonly at: string | number;
  readonly events: readonly (Partial<AhaEvent> & {
    readonly repeat?: { readonly times: number; readonly everyMs: number };
  })[];
  readonly person?: string;
  readonly expect: Readonly<Partial<Record<keyof LifecycleState, unknown>>>;
}

const FOLDER = new URL('../../test/cases/lifecycle/', import.meta.url);
const cases = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json') && file !== 'keys.json')
  .flatMap((file) => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Case[])
  .map((one, at) => ({ ...one, project: `case${at}` }));

const { store, send } = await openLifecycleStore();
beforeAll(async () => {
  for (const one of cases) await send(one.project, eventsOf(one));
});

/** The events of a case with what they leave out. */
function eventsOf({ events }: Case): AhaEvent[] {
  return events.flatMap(({ repeat, ...given }, at) => {
    const whole = {
      type: 'track',
      messageId: `e${at}`,
      ...(given.anonymousId === undefined ? { userId: 'u' } : {}),
      ...given,
    } as AhaEvent & { timestamp: string; properties?: object };
    if (!repeat) return [whole];
    return Array.from({ length: repeat.times }, (_, n) => ({
      ...whole,
      messageId: `${whole.messageId}-${String(n).padStart(4, '0')}`,
      timestamp: new Date(Date.parse(whole.timestamp) + n * repeat.everyMs).toISOString(),
      properties: { ...whole.properties, n },
    }));
  });
}

function lifecycleOf({ definition }: Case): Lifecycle {
  const read = readDefinition(definition);
  if ('mistakes' in read) throw new Error(read.mistakes.map(mistakeText).join('\n'));
  return read.lifecycle;
}

const timeOf = ({ at }: Case): number => new Date(at).getTime();

/** Of a state what a case looks at. */
function told(state: LifecycleState | undefined, { expect }: Case): unknown {
  const score = (of: LifecycleState['health'] | undefined) => of && { score: of.score, level: of.level };
  const named = Object.keys(expect.facts ?? {});
  const whole: Record<string, unknown> = {
    ...state,
    health: score(state?.health),
    leadScore: score(state?.leadScore),
    facts: Object.fromEntries(named.map((name) => [name, state?.facts[name]])),
  };
  return Object.fromEntries(Object.keys(expect).map((key) => [key, whole[key]]));
}

function byBrowser(one: Case): unknown {
  const events = whoseEvents(once(eventsOf(one)), timeOf(one)).get(one.person ?? 'u') ?? [];
  return told(
    replay(
      lifecycleOf(one),
      events.map((event) => readEvent(event)!),
      timeOf(one),
    ),
    one,
  );
}

async function bySql(one: (typeof cases)[number], compiled?: PersonSql): Promise<unknown> {
  const states = createPersonStates(store, lifecycleOf(one), compiled)(one.project, timeOf(one));
  for await (const [person, state] of states) if (person === (one.person ?? 'u')) return told(state, one);
  return told(undefined, one);
}

test('there are cases, each with its own name', () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  expect(cases.length).toBeGreaterThanOrEqual(40);
});

describe.each(cases)('$name', (one) => {
  test('in the browser', () => {
    expect(byBrowser(one)).toEqual(one.expect);
  });

  test('in SQL', async () => {
    expect(await bySql(one)).toEqual(one.expect);
  });
});

describe('a mistake in SQL is found out', () => {
  test.each([
    ['a window that holds its edge', 'at > {t:Int64}', 'at >= {t:Int64}'],
    ['a tie that the id does not decide', '(at, id), ', '(at, 0), '],
    ['ids in the wrong order', '(at, id, floor', '(at, reverse(id), floor'],
    ['an own report that counts as a deed', 'event NOT IN', "event != '' OR event NOT IN"],
    ['the first for the last', 'argMaxIf', 'argMinIf'],
    ['a goal that is missed on time', ' > {p', ' >= {p'],
    ['steps that may take longer', '- before <=', '- before - 1 <='],
    ['a series without an end', '-1000)', '-2000)'],
    ['days that begin elsewhere', '/ 86400000), ', '/ 86400000 + 0.5), '],
    ['a text that is a number', "= 'String', 3", "= 'String', 4"],
    ['a null that takes nothing back', '>= 1)', '>= 2)'],
    ['a missing value that fulfils a comparison', 'isNotNull', 'isNull'],
    ['half a point that is rounded down', '* 100 + 0.5)', '* 100 + 0.4)'],
    ['a repeat of an id that counts', 'nth = 1 OR', 'nth <= 2 OR'],
    ['events without an id that are one', " OR entry.4 = ''", ''],
    ['a number that is another id than its text', 'toString(toInt64(', 'toString(1 + toInt64('],
    ['a number with a fraction that is an id', ' = floor(', ' >= floor('],
    ["somebody else's events", "signed.first_user != ''", '0'],
  ])('%s', async (_, right, wrong) => {
    for (const one of cases) {
      const compiled = personSql(lifecycleOf(one));
      if (!compiled.sql.includes(right)) continue;
      const mutated = { ...compiled, sql: compiled.sql.replaceAll(right, wrong) };
      if (!isDeepStrictEqual(await bySql(one, mutated), one.expect)) return;
    }
    expect.unreachable('no case notices');
  });
});
