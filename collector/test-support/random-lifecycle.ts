/** Definitions and histories as a machine thinks of them, full of what goes wrong: ties, edges, other types, missing values. */
import fc from 'fast-check';
import type { AhaEvent, Json } from '../../src/wire/event.js';
import type { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { readDefinition } from '../../src/lifecycle/read-definition.js';

/** A leap day at noon, UTC. */
export const ASKED_MS = Date.UTC(2024, 1, 29, 12);

const DAY_MS = 86_400_000;
const NAMES = ['Signed Up', 'Order Completed', '订单 😀 „Ü“', "x' OR '1'='1", 'Prompt Suppressed', 'Experiment Viewed'];
const PATHS = ['kind', 'cart.total', '数量', 'a..b', '', '0', 'constructor'];
const TRAITS = ['plan', 'a.b', 'seats'];
const DURATIONS = ['45m', '2h', '1d', '7d', '30d'] as const;
const WINDOWS_MS = [2_700_000, 7_200_000, DAY_MS, 7 * DAY_MS, 30 * DAY_MS];
const OFFSETS = ['+00:00', '+08:00', '-03:30', '+14:00', '-11:00'];
const OFFSETS_MS = [0, 480, -210, 840, -660].map((minutes) => minutes * 60_000);

const { constant, constantFrom, integer, oneof, record, array, boolean, option } = fc;

const text = constantFrom('', '5', 'a', 'A', 'true', 'null', '😀', 'ﬀ', 'é', 'e\u0301', "'\\\n\t\0", '{p0:String}');
const number = oneof(
  constantFrom(
    0,
    -0,
    1,
    5,
    5.5,
    -5,
    0.1,
    0.2,
    0.30000000000000004,
    1e-7,
    0.00005,
    -0.00005,
    2 ** 53,
    2 ** 53 - 1,
    1e11,
  ),
  constantFrom(
    1e11 + 1,
    -1e11,
    1e20,
    -1e20,
    1e21,
    5e-324,
    1.7976931348623157e308,
    12345678901234567000,
    2 ** 63,
    2 ** 64,
  ),
  integer({ min: -3, max: 12 }),
  integer({ min: -1_000_000, max: 1_000_000 }).map((cents) => cents / 100),
);
const scalar = oneof(text, number, boolean());
const json: fc.Arbitrary<Json> = oneof(
  { weight: 8, arbitrary: scalar },
  { weight: 3, arbitrary: constantFrom<Json[]>(null, [], [5], {}, { total: '5' }, { b: 5 }, { '': { b: 7 } }) },
  { weight: 2, arbitrary: record({ total: scalar }) },
);

/** As a counterexample shows it. */
const shown = <T extends object>(value: T, as: unknown): T =>
  Object.defineProperty(value, fc.toStringMethod, { value: () => JSON.stringify(as, null, 1) });

// ── Definitions ────────────────────────────────────────────────────────────────────────────────────────────────────────

const selector = oneof(
  { weight: 3, arbitrary: constantFrom(...NAMES) },
  { weight: 3, arbitrary: constantFrom('*', '$page', '$identify', '$group') },
  {
    weight: 2,
    arbitrary: fc.uniqueArray(constantFrom('*', '$page', '$group', ...NAMES), { minLength: 1, maxLength: 4 }),
  },
);

/** Tests of one value; `same` gives operands that may be compared with it. */
function testOf(same: fc.Arbitrary<string | number | boolean>, isNumber: boolean): fc.Arbitrary<unknown> {
  const list = array(oneof(same, constant(null)), { maxLength: 4 });
  const operators = [
    same,
    constant(null),
    record({ $eq: same }),
    record({ $ne: same }),
    record({ $in: list }),
    record({ $nin: list }),
    record({ $exists: boolean() }),
    ...(isNumber ? ['$gt', '$gte', '$lt', '$lte'].map((operator) => number.map((to) => ({ [operator]: to }))) : []),
  ];
  const simple = oneof(...operators);
  return oneof(
    { weight: 5, arbitrary: simple },
    { weight: 1, arbitrary: oneof(...operators.slice(2)).map((test) => ({ $not: test })) },
  );
}

/** Conditions over tests, nested a little. */
function nest(one: fc.Arbitrary<object>, levels = 2): fc.Arbitrary<object> {
  if (levels === 0) return one;
  const inner = nest(one, levels - 1);
  const list = array(inner, { maxLength: 3 });
  return oneof(
    { weight: 4, arbitrary: one },
    { weight: 1, arbitrary: constantFrom<object[]>({}, { $or: [] }) },
    { weight: 1, arbitrary: record({ $and: list }) },
    { weight: 2, arbitrary: record({ $or: list }) },
    { weight: 1, arbitrary: record({ $nor: list }) },
    { weight: 1, arbitrary: record({ $not: inner }) },
  );
}

const where = nest(
  fc.tuple(constantFrom(...PATHS), testOf(scalar, true)).map(([path, test]) => ({ [path]: test })),
  1,
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => option(arbitrary, { nil: undefined, freq: 2 });
const duration = constantFrom(...DURATIONS);
const type = constantFrom('string', 'number', 'boolean');
const of = constantFrom(...PATHS.filter((path) => path !== ''));
/** Half of the time by a property of few values, so that ids repeat. */
const once = option(oneof(constantFrom('order_id', 'order_id', 'cart.total'), of), { nil: undefined });

const fact = oneof(
  record({ count: selector, where: maybe(where), within: maybe(duration), once }),
  record({ sum: selector, minus: maybe(selector), of, where: maybe(where), within: maybe(duration), once }),
  record({ streak: selector, where: maybe(where), today: maybe(fc.boolean()), once }),
  record({ days: selector, where: maybe(where), within: maybe(duration), once }),
  record({ unique: selector, of, where: maybe(where), within: maybe(duration), once }),
  record({ first: selector, where: maybe(where) }),
  record({ last: selector, where: maybe(where), once }),
  record({ first: selector, of, type, where: maybe(where) }),
  record({ last: selector, of, type, where: maybe(where), once }),
  record({ recency: selector, where: maybe(where), once }),
  record({ age: selector, where: maybe(where) }),
  record({
    sequence: array(
      oneof(
        selector.filter((one) => typeof one === 'string'),
        record({ event: selector, where: maybe(where) }),
      ),
      {
        minLength: 2,
        maxLength: 4,
      },
    ),
    within: duration,
  }),
  record({ returned: selector, after: duration, where: maybe(where), once }),
  record({ trait: constantFrom(...TRAITS), type, of: maybe(constantFrom('person', 'account')) }),
);

const typeOf = (one: Record<string, unknown>): string => (one.type as string | undefined) ?? 'number';
const OPERANDS = { string: text, boolean: boolean(), number } as Record<
  string,
  fc.Arbitrary<string | number | boolean>
>;
const factNumber = oneof(number, integer({ min: 0, max: 6 }), constant(ASKED_MS), integer({ min: 0, max: 30 }));

/** A definition as JSON; now and then one that is refused. */
const definition = fc
  .record({
    facts: array(fact, { minLength: 1, maxLength: 7 }),
    milestones: array(
      record({
        event: selector,
        where: maybe(where),
        count: maybe(integer({ min: 1, max: 3 })),
        once,
        within: maybe(duration),
        aha: maybe(boolean()),
      }),
      { maxLength: 3 },
    ),
    utcOffset: maybe(constantFrom(...OFFSETS)),
  })
  .chain(({ facts, milestones, utcOffset }) => {
    const ofFacts = facts.map((one, at) => {
      const kind = typeOf(one);
      const operand = kind === 'number' ? factNumber : OPERANDS[kind]!;
      return testOf(operand, kind === 'number').map((test) => ({ [`fact ${at}`]: test }));
    });
    const special = [
      record({ $answered: constantFrom('nps', 'none') }),
      record({ $referral: boolean() }),
      record({ $experiment: record({ paywall: constantFrom('control', 'blue') }) }),
      ...(milestones.length > 0 ? [record({ $milestone: constantFrom(...milestones.map((_, at) => `m${at}`)) })] : []),
    ];
    const leaf = oneof(...ofFacts, ...ofFacts, ...special);
    const ofSegments = oneof(
      leaf,
      record({ $stage: fc.uniqueArray(constantFrom('one', 'two', 'three'), { minLength: 1, maxLength: 2 }) }),
    );
    const condition = nest(leaf);
    const signal = oneof(
      record({ when: nest(ofSegments, 1), points: number.map((n) => (Math.abs(n) > 10_000 ? 33.335 : n)) }),
      record({
        fact: constantFrom(
          ...facts.flatMap((one, at) => (typeOf(one as Record<string, unknown>) === 'number' ? [`fact ${at}`] : [])),
          'fact 0',
        ),
        from: integer({ min: -2, max: 9 }),
        to: oneof(integer({ min: -9, max: 30 }), constant(1e-7)),
        points: constantFrom(10, 33.333, -7.5, 0.005, 100),
      }),
    );
    const score = record({
      signals: array(signal, { minLength: 1, maxLength: 3 }),
      warnBelow: maybe(integer({ min: -5, max: 50 })),
    });
    return record({
      version: constant(1),
      utcOffset: constant(utcOffset),
      activity: maybe(selector),
      since: maybe(selector),
      facts: constant(Object.fromEntries(facts.map((one, at) => [`fact ${at}`, one]))),
      milestones: constant(Object.fromEntries(milestones.map((one, at) => [`m${at}`, one]))),
      experiments: constant({ paywall: { variants: ['control', 'blue'] } }),
      stages: fc.tuple(
        record({ id: constant('one'), enter: condition }),
        record({ id: constant('two'), enter: condition, exit: maybe(condition) }),
        record({ id: constant('three'), enter: nest(oneof(leaf, record({ $segment: constant('plain') }))) }),
      ),
      segments: record({
        above: nest(oneof(ofSegments, record({ $segment: constant('staged') })), 1),
        staged: nest(ofSegments, 1),
        plain: condition,
      }),
      health: maybe(score),
      leadScore: maybe(score),
    });
  });

/** A definition as it is worked with. */
export const randomLifecycle: fc.Arbitrary<Lifecycle> = definition
  .map((value) => readDefinition(JSON.parse(JSON.stringify(value))))
  .filter((read) => 'lifecycle' in read)
  .map((read) => (read as { lifecycle: Lifecycle }).lifecycle)
  .map((lifecycle) => shown(lifecycle, lifecycle.definition));

// ── Histories ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const atMs = oneof(
  { weight: 3, arbitrary: integer({ min: ASKED_MS - 45 * DAY_MS, max: ASKED_MS }) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(constantFrom(0, ...WINDOWS_MS), constantFrom(0, ...WINDOWS_MS), constantFrom(-1, 0, 1))
      .map(([a, b, ms]) => ASKED_MS - a - b + ms),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(integer({ min: -3, max: 1 }), constantFrom(...OFFSETS_MS), constantFrom(-1, 0, 1))
      .map(([days, offsetMs, ms]) => Date.UTC(2024, 1, 29 + days) - offsetMs + ms),
  },
  { weight: 4, arbitrary: constantFrom(ASKED_MS - DAY_MS, ASKED_MS - 8 * DAY_MS, ASKED_MS - DAY_MS - 7_200_000) },
  {
    weight: 1,
    arbitrary: constantFrom(
      Date.UTC(1995, 0, 1),
      Date.UTC(1995, 0, 1, 0, 0, 0, 1),
      Date.UTC(1999, 11, 31, 23, 59, 59, 999),
      ASKED_MS + 1,
      ASKED_MS + DAY_MS,
    ),
  },
);

/** The same time as it is written in different places. */
const timestamp = fc.tuple(atMs, constantFrom(0, 0, 330, -210)).map(([ms, minutes]) => {
  if (minutes === 0 || ms < DAY_MS) return new Date(ms).toISOString();
  const zone = `${minutes < 0 ? '-' : '+'}${String(Math.floor(Math.abs(minutes) / 60)).padStart(2, '0')}:${String(Math.abs(minutes) % 60).padStart(2, '0')}`;
  return new Date(ms + minutes * 60_000).toISOString().replace('Z', zone);
});

const properties = fc
  .record(
    {
      kind: json,
      cart: oneof(json, record({ total: json })),
      数量: json,
      order_id: constantFrom<Json[]>(
        5,
        '5',
        5.5,
        '5.5',
        -0,
        '0',
        '',
        '05',
        true,
        null,
        2 ** 53,
        String(2 ** 53),
        2 ** 53 - 1,
        String(2 ** 53 - 1),
      ),
      a: oneof(json, record({ '': record({ b: json }) })),
      '': json,
      0: json,
      constructor: scalar,
      survey_id: constantFrom('nps', 'csat'),
      experiment_name: constantFrom('paywall', 'other'),
      variation_name: constantFrom('control', 'blue', 5),
    },
    { requiredKeys: [] },
  )
  .map((value) => ({ ...value }));
const traits = record({ plan: json, 'a.b': json, seats: json, a: json }, { requiredKeys: [] }).map((value) => ({
  ...value,
}));

const who = constantFrom(
  { anonymousId: 'a' },
  { anonymousId: 'a' },
  { anonymousId: 'a', userId: 'u' },
  { userId: 'u' },
  { anonymousId: 'b', userId: 'u' },
  { anonymousId: 'a', userId: 'v' },
  { anonymousId: 'b' },
);
const touch = { atMs: 1, page: '/' };
const context = constantFrom(
  {},
  {},
  {},
  { attribution: { first: { ...touch, referralCode: 'r1' }, last: touch } },
  { attribution: { first: touch, last: { ...touch, referralCode: '' } } },
  { attribution: { first: touch, last: { ...touch, referralCode: 5 } } },
  { referralCode: 'r1' },
  null,
);
const call = oneof(
  {
    weight: 6,
    arbitrary: record({
      type: constant('track'),
      event: constantFrom(...NAMES, 'Survey Submitted', 'Survey Answered', 'Other'),
      properties: option(properties),
    }),
  },
  { weight: 1, arbitrary: record({ type: constantFrom('page', 'screen'), properties }) },
  { weight: 3, arbitrary: record({ type: constant('identify'), traits: option(traits) }) },
  { weight: 2, arbitrary: record({ type: constant('group'), groupId: constant('g'), traits }) },
  { weight: 1, arbitrary: record({ type: constant('alias'), previousId: constant('a'), userId: constant('u') }) },
);
const idStart = fc.string({ unit: constantFrom('a', 'ﬀ', '😀', 'é', '\uFFFD', '0'), maxLength: 2 });

const event = fc.tuple(call, who, timestamp, context, idStart).map(([what, whose, at, around, id]) => ({
  ...what,
  ...whose,
  ...('userId' in what ? { userId: what.userId } : {}),
  timestamp: at,
  context: around,
  id,
}));

/** Events in the order in which they arrive; some of them twice, and the second time otherwise. */
export const randomHistory: fc.Arbitrary<(prefix: string) => AhaEvent[]> = fc
  .tuple(
    array(event, { minLength: 1, maxLength: 16 }),
    array(fc.tuple(fc.nat(15), option(fc.tuple(properties, timestamp))), { maxLength: 2 }),
  )
  .map(([events, repeats]) => {
    const history = (prefix: string): AhaEvent[] => {
      const sent = events.map(({ id, ...rest }, at) => {
        const ids: Record<string, string> = { messageId: `${prefix}${id}${at}` };
        for (const key of ['anonymousId', 'userId', 'previousId'] as const) {
          if (key in rest) ids[key] = `${prefix}${(rest as unknown as Record<string, string>)[key]}`;
        }
        return { ...rest, ...ids } as unknown as AhaEvent;
      });
      return [
        ...sent,
        ...repeats.map(([at, other]) => {
          const first = sent[at % sent.length]!;
          return other ? ({ ...first, properties: other[0], timestamp: other[1] } as AhaEvent) : first;
        }),
      ];
    };
    return shown(history, history(''));
  });
