import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { mistakeText } from './mistake.js';
import { PRESET_NAMES } from './presets.js';
import { readDefinition } from './read-definition.js';
import { WIDGET_KINDS } from './read-widgets.js';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')) as object;
const schema = read('lifecycle.schema.json');
const isValid = new Ajv2020({
  allErrors: true,
  strict: true,
  allowUnionTypes: true,
  strictTypes: false,
  strictRequired: false,
}).compile(schema);
const mistakesOf = (definition: unknown): string[] => {
  const made = readDefinition(definition);
  return 'mistakes' in made ? made.mistakes.map(mistakeText) : [];
};
const errorsOf = (definition: unknown): unknown[] => (isValid(definition) ? [] : [...(isValid.errors ?? [])]);

const example = read('lifecycle.example.json');

test.each<[string, object]>([
  ['docs/lifecycle.example.json', example],
  ['nothing but a version', { version: 1 }],
  ...PRESET_NAMES.map((preset): [string, object] => [`the preset ${preset}`, { version: 1, preset }]),
  ...WIDGET_KINDS.map((kind): [string, object] => [`a ${kind}`, { version: 1, widgets: { one: { kind, any: [1] } } }]),
  [
    'each fact',
    {
      version: 1,
      facts: {
        a: { count: ['A', '$page'], where: { 'x.y': 5, z: { $in: ['a', null] } }, within: '90d' },
        b: { sum: 'A', of: 'x' },
        m: { sum: 'A', of: 'x', minus: ['B', 'C'], where: { currency: 'USD' }, once: 'order_id' },
        c: { days: '*', within: '2w' },
        l: { streak: 'A', where: {}, today: true },
        d: { unique: '$identify', of: 'x' },
        e: { first: 'A' },
        f: { last: 'A', of: 'x', type: 'boolean', where: { $or: [{ x: true }, { $not: { y: null } }] } },
        g: { recency: 'A' },
        h: { age: '$group' },
        i: { sequence: ['A', { event: ['B', 'C'], where: {} }], within: '1d' },
        j: { returned: 'A', after: '30d' },
        k: { trait: 'plan', type: 'string', of: 'account' },
        'a once': { count: 'A', once: 'order_id', within: '90d' },
        'b once': { sum: 'A', of: 'x', once: 'order.id' },
        'c once': { days: 'A', once: 'id' },
        'l once': { streak: 'A', once: 'id', today: true },
        'd once': { unique: 'A', of: 'x', once: 'id' },
        'f once': { last: 'A', once: 'id' },
        'g once': { recency: 'A', once: 'id' },
        'j once': { returned: 'A', after: '30d', once: 'id' },
      },
      activity: ['*', 'Survey Viewed', '$identify'],
      since: 'Signed Up',
      milestones: { third: { event: 'A', count: 3, once: 'order_id' } },
      segments: {
        all: {
          a: { $gte: 1, $not: { $gt: 5 } },
          $and: [],
          $nor: [{ k: { $ne: null } }],
          $answered: ['s', 't'],
          $referral: false,
        },
      },
    },
  ],
])('%s is a definition, to the schema and to us', (_, definition) => {
  expect(mistakesOf(definition)).toEqual([]);
  expect(errorsOf(definition)).toEqual([]);
});

const one = (member: string, value: unknown) => ({ version: 1, [member]: value });
const play = (more: object) => ({
  version: 1,
  widgets: { ask: { kind: 'nps' } },
  plays: [{ id: 'p', when: {}, show: 'ask', ...more }],
});
test.each<[string, unknown]>([
  ['a text', 'x'],
  ['no version', {}],
  ['a version of 0', { version: 0 }],
  ['a version of one and a half', { version: 1.5 }],
  ['an unknown member', one('stage', [])],
  ['an unknown preset', one('preset', 'aaarrr')],
  ['a time zone', one('utcOffset', 'Asia/Shanghai')],
  ['events as a list', one('events', [])],
  ['an unknown property type', one('events', { A: { properties: { at: 'date' } } })],
  ['a name with a $', one('facts', { $a: { count: 'A' } })],
  ['two facts in one', one('facts', { a: { count: 'A', sum: 'A', of: 'x' } })],
  ['a fact of no kind', one('facts', { a: { total: 'A' } })],
  ['a member that the fact has not', one('facts', { a: { recency: 'A', within: '3d' } })],
  ['a once of a number', one('facts', { a: { count: 'A', once: 5 } })],
  ['a once of nothing', one('facts', { a: { count: 'A', once: '' } })],
  ['a once of two', one('facts', { a: { count: 'A', once: ['order_id'] } })],
  ['a once of the first, which is its own', one('facts', { a: { first: 'A', once: 'order_id' } })],
  ['a once of steps', one('facts', { a: { sequence: ['A', 'B'], within: '1d', once: 'order_id' } })],
  ['a once of a trait', one('facts', { a: { trait: 'plan', type: 'string', once: 'order_id' } })],
  ['a milestone once by true', one('milestones', { a: { event: 'A', once: true } })],
  ['a sum of nothing', one('facts', { a: { sum: 'A' } })],
  ['a value without a type', one('facts', { a: { last: 'A', of: 'x' } })],
  ['a trait without a type', one('facts', { a: { trait: 'plan' } })],
  ['a sequence of one', one('facts', { a: { sequence: ['A'], within: '1d' } })],
  ['an activity of nothing', one('activity', [])],
  ['a start by true', one('since', true)],
  ['a count less another', one('facts', { a: { count: 'A', minus: 'B' } })],
  ['a sum less nothing', one('facts', { a: { sum: 'A', of: 'x', minus: [] } })],
  ['no event', one('facts', { a: { count: [] } })],
  ['an unknown call', one('facts', { a: { count: '$screen' } })],
  ['a duration in months', one('facts', { a: { count: 'A', within: '3M' } })],
  ['a duration of nothing', one('facts', { a: { count: 'A', within: '0d' } })],
  ['a regular expression', one('facts', { a: { count: 'A', where: { x: { $regex: 'a+' } } } })],
  ['a comparison of order with a text', one('facts', { a: { count: 'A', where: { x: { $gt: '5' } } } })],
  ['no operator', one('facts', { a: { count: 'A', where: { x: {} } } })],
  ['a milestone without an event', one('milestones', { a: { count: 2 } })],
  ['a milestone by the half', one('milestones', { a: { event: 'A', count: 0.5 } })],
  ['a stage without an id', one('stages', [{ enter: {} }])],
  ['a stage without a condition', one('stages', [{ id: 'a' }])],
  ['a stage that asks for a stage', one('stages', [{ id: 'a', enter: { $stage: 'a' } }])],
  ['a segment that asks for the page', one('segments', { a: { $url: '/' } })],
  ['an unknown $', one('segments', { a: { $cohort: 'x' } })],
  ['$or of an object', one('segments', { a: { $or: {} } })],
  ['a score of nothing', one('health', { signals: [] })],
  ['a signal without points', one('health', { signals: [{ when: {} }] })],
  ['one variant', one('experiments', { a: { variants: ['x'] } })],
  ['two variants of a name', one('experiments', { a: { variants: ['x', 'x'] } })],
  ['a negative weight', one('experiments', { a: { variants: ['x', 'y'], weights: [-1, 1] } })],
  ['a coverage of 50', one('experiments', { a: { variants: ['x', 'y'], coverage: 50 } })],
  ['a range of three', one('experiments', { a: { variants: ['x', 'y'], namespace: { id: 'n', range: [0, 0.5, 1] } } })],
  ['an unknown kind of widget', one('widgets', { a: { kind: 'nsp' } })],
  ['an unknown surface', one('widgets', { a: { kind: 'nps', surface: 'top' } })],
  ['a play that never begins', one('plays', [{ id: 'p', call: 'x' }])],
  ['a play that does nothing', one('plays', [{ id: 'p', when: {} }])],
  ['a play that does two things', play({ call: 'x' })],
  ['a play with an unknown member', play({ delay: '5s' })],
  ['a play 1,000 times', play({ max: 1_000 })],
  ['a holdout of 10', play({ holdout: 10 })],
  ['a trigger without an event', play({ on: { where: {} } })],
  ['an unknown outcome', one('arbiter', { outcomes: { closed: '1d' } })],
  ['a quiet gap of an unknown kind', one('arbiter', { quiet: { modal: '1d' } })],
  ['a budget without a time', one('arbiter', { surfaces: { corner: { max: 1 } } })],
])('%s is refused by the schema and by us', (_, definition) => {
  expect(errorsOf(definition)).not.toEqual([]);
  expect(mistakesOf(definition)).not.toEqual([]);
});

test('the schema explains every member of a definition', () => {
  const silent: string[] = [];
  const walk = (part: unknown, path: string): void => {
    if (typeof part !== 'object' || part === null) return;
    const { properties = {} } = part as { properties?: Record<string, { description?: string }> };
    for (const [name, member] of Object.entries(properties)) {
      const ref = (member as { $ref?: string }).$ref?.split('/').pop();
      const of = (schema as { $defs: Record<string, { description?: string }> }).$defs[ref ?? ''];
      if (!(member.description ?? of?.description)) silent.push(`${path}.${name}`);
    }
    // A list of members is no schema itself: one of them may be called properties.
    const parts = Object.entries({ ...part, ...properties, properties: null });
    for (const [name, member] of parts) walk(member, `${path}/${name}`);
  };
  walk(schema, '');
  expect(silent).toEqual([]);
});

test('the example is as large as a product’s own', () => {
  const count = (member: string) => Object.keys((example as Record<string, object>)[member] ?? {}).length;
  expect(['events', 'milestones', 'stages', 'segments', 'plays'].map(count)).toEqual([20, 10, 6, 10, 12]);
});
