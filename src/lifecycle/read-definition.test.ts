import { expect, test } from 'vitest';
import { mistakeText } from './mistake.js';
import { readDefinition } from './read-definition.js';

const mistakesOf = (definition: unknown): string[] => {
  const read = readDefinition(definition);
  return 'mistakes' in read ? read.mistakes.map(mistakeText) : [];
};

test.each(['aarrr', 'clv', 'engagement', 'purchase', 'journey'])('the preset %s is a definition', (preset) => {
  expect(mistakesOf({ version: 1, preset })).toEqual([]);
});

test('all mistakes are told at once, each with its place, its value and what is allowed', () => {
  expect(
    mistakesOf({
      version: 1,
      events: { 'Report Created': {} },
      facts: {
        reports: { count: 'Report Creatd' },
        idle: { recency: '*', within: '3d' },
        spent: { sum: 'Report Created' },
        plan: { trait: 'plan', type: 'string' },
        recent: { count: '*', within: '-3d' },
      },
      stages: [
        { id: 'activation', enter: { reprots: { $gt: 0 } } },
        { id: 'lost', enter: { idle: { $regex: '(a+)+' }, plan: { $eq: 5 } } },
        { id: 'never', enter: { idle: { $gt: 5, $lt: 3 } } },
        { id: 'again', enter: { $stage: 'lost' } },
      ],
      segments: { a: { $segment: 'b' }, b: { $not: { $segment: 'a' } } },
      plays: [{ id: 'ask', when: { $milestone: 'first' }, show: 'survey', every: 'often' }],
      stage: [],
    }),
  ).toMatchInlineSnapshot(`
    [
      "name-unknown: $.stage is "stage"; did you mean "stages"? declared: $schema, version, preset, utcOffset, events, facts, milestones, stages, segments, health, leadScore, experiments and 5 more",
      "name-unknown: $.facts.reports.count is "Report Creatd"; did you mean "Report Created"? declared: Report Created, Activation Milestone Reached, Stage Entered, Health Changed, Experiment Viewed, Prompt Suppressed, Events Dropped, Survey Viewed, Checklist Viewed, Referral Prompt Viewed, Promotion Viewed, Rewards Viewed and 29 more",
      "name-unknown: $.facts.idle.within is "within"; declared: recency, where, once",
      "definition-invalid: $.facts.spent.of is missing; say which property: { "sum": …, "of": "revenue" }",
      "definition-invalid: $.facts.recent.within is "-3d"; give a number and a unit of s, m, h, d or w, such as "90d"; more than nothing and at most ten years",
      "name-unknown: $.stages[0].enter.reprots is "reprots"; there is no such fact; did you mean "reports"? declared: reports, idle, spent, plan, recent",
      "operator-unknown: $.stages[1].enter.idle.$regex is "$regex"; there are no regular expressions: name the values by $in",
      "type-mismatch: $.stages[1].enter.plan.$eq is 5; plan is a string, and no number ever equals it",
      "condition-impossible: $.stages[2].enter is "idle gt 5 and idle lt 3"; nothing can fulfil both: make one of them wider",
      "loop: $.stages[3].enter.$stage is "lost"; a stage cannot ask for a stage: the stage is the last one that holds",
      "loop: $.segments.a is "a → b → a"; nothing may ask for itself: leave one of them out",
      "name-unknown: $.plays[0].show is "survey"; declared: none",
      "definition-invalid: $.plays[0].every is "often"; give a number and a unit of s, m, h, d or w, such as "90d"; more than nothing and at most ten years",
      "name-unknown: $.plays[0].when.$milestone is "first"; declared: none",
    ]
  `);
});

test('what is too large is refused in no time', () => {
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`fact${at}`, { count: '*' }]));
  expect(mistakesOf({ version: 1, facts: many })).toEqual([
    'definition-too-large: $.facts is 10000; keep to at most 200',
  ]);
  const nested = (levels: number) => JSON.parse('{"$not":'.repeat(levels) + '{}' + '}'.repeat(levels)) as object;
  expect(mistakesOf({ version: 1, segments: { deep: nested(50) } })[0]).toMatch(/^definition-too-large: /);
  expect(mistakesOf({ version: 1, segments: { deep: nested(9_000) } })[0]).toMatch(/^definition-/);
  const wide = { $or: Array.from({ length: 100_000 }, () => ({ $and: [] })) };
  expect(mistakesOf({ version: 1, segments: { wide } })[0]).toMatch(/^definition-too-large: /);
});

test.each([
  undefined,
  null,
  7,
  'x',
  [],
  () => 1,
  { version: 'x' },
  { version: 1, stages: {} },
  { version: 1, facts: [] },
])('%j is refused, not thrown at', (value) => {
  expect(mistakesOf(value).length).toBeGreaterThan(0);
});
