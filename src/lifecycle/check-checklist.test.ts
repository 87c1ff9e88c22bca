import { expect, test } from 'vitest';
import { checkWidgets } from './check-widgets.js';
import { mistakeText } from './mistake.js';
import { readChecklist } from './read-checklist.js';
import { readDefinition } from './read-definition.js';

const mistakesOf = (settings: object) => {
  const made = readDefinition(
    { version: 1, widgets: { start: { kind: 'checklist', ...settings } } },
    { readChecklist, checkWidgets },
  );
  return 'mistakes' in made ? made.mistakes.map(mistakeText) : [];
};
const item = (more: object) => ({ items: [{ id: 'a', title: 'A', ...more }] });

test('a checklist with all that it can have has no mistake', () => {
  expect(
    mistakesOf({
      title: { en: 'Start', 'zh-CN': '开始' },
      text: 'Three steps',
      version: 2,
      celebrate: false,
      dismiss: false,
      collapsed: true,
      snooze: '3d',
      items: [
        { id: 'a', title: 'A', event: 'A', where: { n: 1 }, href: '/a' },
        { id: 'b', title: { en: 'B' }, text: 'More', needs: ['a'], byHand: true, optional: true, call: 'invite' },
        { id: 'c', title: 'C', done: false, when: {}, needs: ['a', 'b'], tour: 'c' },
        { event: 'D', title: 'D', play: 'upgrade' },
        { id: 'e', title: 'E', href: 'mailto:a@example.com' },
      ],
    }),
  ).toEqual([]);
  expect(mistakesOf({ snooze: false })).toEqual([]);
});

test.each<[string, object, string]>([
  ['an item that is none', { items: ['a'] }, '$.widgets.start.items[0]'],
  ['an item without an id', { items: [{ title: 'A' }] }, '$.widgets.start.items[0]'],
  ['an item without a title', { items: [{ id: 'a' }] }, '$.widgets.start.items[0].title'],
  [
    'two items of one id',
    {
      items: [
        { id: 'a', title: 'A' },
        { id: 'a', title: 'B' },
      ],
    },
    '$.widgets.start.items[1].id',
  ],
  ['a misspelt member', item({ need: [] }), '$.widgets.start.items[0].need'],
  ['a milestone that there is not', item({ milestone: 'x' }), '$.widgets.start.items[0].$milestone'],
  ['an event of no name', item({ event: '' }), '$.widgets.start.items[0].event'],
  ['a condition on what there is not', item({ done: { x: 1 } }), '$.widgets.start.items[0].done.x'],
  ['a condition on the page', item({ when: { $url: '/' } }), '$.widgets.start.items[0].when.$url'],
  ['a done that is a text', item({ done: 'yes' }), '$.widgets.start.items[0].done'],
  ['a where of no event', item({ where: {} }), '$.widgets.start.items[0].where'],
  ['a need of nothing', item({ needs: ['b'] }), '$.widgets.start.items[0].needs[0]'],
  ['needs that are no list', item({ needs: 'b' }), '$.widgets.start.items[0].needs'],
  ['an item that waits for itself', item({ needs: ['a'] }), '$.widgets.start.items[0].needs'],
  ['two actions', item({ href: '/', call: 'x' }), '$.widgets.start.items[0]'],
  ['a script for a link', item({ href: ' java\tscript:alert(1)' }), '$.widgets.start.items[0].href'],
  ['a tour that is no text', item({ tour: 1 }), '$.widgets.start.items[0].tour'],
  ['by hand, in words', item({ byHand: 'yes' }), '$.widgets.start.items[0].byHand'],
  ['a title that is a number', { title: 1 }, '$.widgets.start.title'],
  ['a title in no language', { title: {} }, '$.widgets.start.title'],
  ['half a version', { version: 1.5 }, '$.widgets.start.version'],
  ['a snooze in words', { snooze: 'tomorrow' }, '$.widgets.start.snooze'],
  ['a celebration of a kind', { celebrate: 'confetti' }, '$.widgets.start.celebrate'],
])('%s is a mistake, with its place', (_, settings, path) => {
  expect(mistakesOf(settings)).toEqual([expect.stringContaining(`${path} is `)]);
});

test('items that wait for each other are a loop', () => {
  const items = [
    { id: 'a', title: 'A', needs: ['b'] },
    { id: 'b', title: 'B', needs: ['a'] },
  ];
  expect(mistakesOf({ items })).toEqual([expect.stringContaining('a → b → a')]);
});

test('without the check, as in a page, only what the lifecycle itself reads is refused', () => {
  const read = (items: unknown[]) =>
    readDefinition({ version: 1, widgets: { start: { kind: 'checklist', items } } }, { readChecklist });
  expect(read(['a', { id: 'b', needs: 'x', href: 'javascript:1' }])).toHaveProperty('lifecycle');
  expect(read([{ id: 'b', milestone: 'x' }])).toHaveProperty('mistakes');
});
