import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkWidgets } from './check-widgets.js';
import { readChecklist } from './read-checklist.js';
import { readDefinition } from './read-definition.js';

const mistakesOf = (settings: object): string[] => {
  const definition = {
    version: 1,
    facts: { reports: { count: 'A' }, plan: { trait: 'plan', type: 'string' }, since: { first: 'A' } },
    milestones: { first_report: { event: 'A' } },
    segments: { champions: { reports: { $gte: 25 } } },
    widgets: { one: settings },
  };
  const read = readDefinition(definition, { checkWidgets });
  return 'mistakes' in read
    ? read.mistakes.map(({ code, path }) => `${code} ${path.replace('$.widgets.one', '')}`)
    : [];
};
const prompt = (more: object) => ({ kind: 'prompt', title: 'T', ...more });
const survey = (...questions: object[]) => ({ kind: 'survey', questions });
const rewards = (more: object) => ({ kind: 'rewards', granted: 5, ...more });

test.each<[string, object]>([
  [
    'a prompt with everything',
    prompt({
      surface: 'modal',
      variant: 'recap',
      title: { en: '{reports} on {plan}', 'zh-CN': '{reports}' },
      values: { reports: 'reports', plan: { fact: 'plan' }, more: { fact: 'reports', minus: 'reports' } },
      image: { src: '/a.png', alt: '' },
      meter: { fact: 'reports', limit: { fact: 'reports' }, label: 'Reports', warnAt: 0.9 },
      actions: [{ label: 'Go', href: '/plans' }, { snooze: true }],
      figures: [
        { label: 'R', fact: 'reports', minus: 'reports', compare: 5 },
        { label: 'P', value: { fact: 'plan' } },
      ],
      streak: { fact: 'reports', today: 'reports', byHand: true, goal: 10 },
      closedby: 'any',
      closable: true,
    }),
  ],
  ['a prompt of a meter alone', { kind: 'prompt', meter: { used: 3, limit: 5 } }],
  [
    'rewards with everything',
    rewards({
      points: [
        { fact: 'reports', each: 10 },
        { milestone: 'first_report', points: 50 },
      ],
      levels: [
        { at: 0, title: 'A' },
        { at: 10, title: { en: 'B' } },
      ],
      badges: [
        { milestone: 'first_report', title: 'A' },
        { segment: 'champions', title: 'B', icon: '★' },
        { fact: 'reports', atLeast: 3, title: 'C' },
      ],
      anniversary: { fact: 'since' },
    }),
  ],
  [
    'a survey with everything',
    {
      kind: 'survey',
      surface: 'modal',
      sample: 0.2,
      minTime: '20s',
      again: '90d',
      snooze: 'off',
      thanks: { en: 'Thanks', 'zh-CN': '谢谢' },
      tokens: { accent: '#0f766e' },
      questions: [
        {
          id: 'ease',
          kind: 'scale',
          title: 'How easy?',
          scale: [1, 5],
          next: [{ if: { group: 'positive' }, to: 'end' }],
        },
        { id: 'why', kind: 'choices', title: 'Why?', options: ['Price', { id: 'b', label: { en: 'B' } }], other: true },
        { id: 'mail', kind: 'email', title: 'Your address?', hint: 'To answer you', required: true },
        { id: 'ok', kind: 'consent', label: 'You may quote me' },
      ],
    },
  ],
  ['an NPS with words of its own', { kind: 'nps', product: 'Helloword', promoterThanks: 'Wow', testimonial: true }],
])('%s is right', (_, settings) => {
  expect(mistakesOf(settings)).toEqual([]);
});

test('the widgets of docs/lifecycle.example.json are right', () => {
  const example = new URL('../../docs/lifecycle.example.json', import.meta.url);
  const read = readDefinition(JSON.parse(readFileSync(example, 'utf8')), { readChecklist, checkWidgets });
  expect(read).not.toHaveProperty('mistakes');
});

test.each<[string, object, string]>([
  ['a prompt that says nothing', { kind: 'prompt' }, 'definition-invalid '],
  ['a word that is no text', { kind: 'nps', thanks: 5 }, 'definition-invalid .thanks'],
  ['a sample of 20 %', { kind: 'ces', sample: 20 }, 'definition-invalid .sample'],
  ['a scale to 100', { kind: 'csat', scale: [0, 100] }, 'definition-invalid .scale'],
  ['a survey without questions', { kind: 'survey' }, 'definition-invalid .questions'],
  ['a question without an id', survey({ title: 'A' }), 'definition-invalid .questions[0].id'],
  ['two of one id', survey({ id: 'a', title: 'A' }, { id: 'a', title: 'B' }), 'definition-invalid .questions[1].id'],
  ['a question that asks nothing', survey({ id: 'a' }), 'definition-invalid .questions[0].title'],
  ['a kind there is not', survey({ id: 'a', title: 'A', kind: 'stars' }), 'name-unknown .questions[0].kind'],
  ['a choice of nothing', survey({ id: 'a', title: 'A', kind: 'choice' }), 'definition-invalid .questions[0].options'],
  ['a way back', survey({ id: 'a', title: 'A', next: [{ to: 'a' }] }), 'name-unknown .questions[0].next[0].to'],
  [
    'an operator there is not',
    survey({ id: 'a', title: 'A', next: [{ if: { score: { $near: 5 } }, to: 'end' }] }),
    'name-unknown .questions[0].next[0].if.score.$near',
  ],
  ['a title that is a number', prompt({ title: 5 }), 'definition-invalid .title'],
  ['an empty text of a language', prompt({ text: { en: '' } }), 'definition-invalid .text'],
  ['a variant there is not', prompt({ variant: 'recp' }), 'name-unknown .variant'],
  ['a value that is no fact', prompt({ values: { n: 'reprots' } }), 'name-unknown .values.n'],
  ['a script as a link', prompt({ href: 'javascript:alert(1)' }), 'definition-invalid .href'],
  ['a script in disguise', prompt({ actions: [{ href: ' java\tscript:x' }] }), 'definition-invalid .actions[0].href'],
  ['an image without an address', prompt({ image: { alt: 'Chart' } }), 'definition-invalid .image.src'],
  ['three actions', prompt({ actions: [{}, {}, {}] }), 'definition-too-large .actions'],
  ['an action that is two', prompt({ actions: [{ href: '/', call: 'x' }] }), 'definition-invalid .actions[0]'],
  ['an image over http', prompt({ image: 'http://a.b/c.png' }), 'definition-invalid .image'],
  ['an image as data', prompt({ image: { src: 'data:image/png,' } }), 'definition-invalid .image.src'],
  ['a meter without a limit', prompt({ meter: { fact: 'reports' } }), 'definition-invalid .meter.limit'],
  ['a limit of 0', prompt({ meter: { fact: 'reports', limit: 0 } }), 'definition-invalid .meter.limit'],
  ['a meter of a text', prompt({ meter: { fact: 'plan', limit: 5 } }), 'type-mismatch .meter.fact'],
  ['a meter of nothing', prompt({ meter: { limit: 5 } }), 'definition-invalid .meter'],
  ['an unknown member', prompt({ meter: { used: 5, limt: 5, limit: 5 } }), 'name-unknown .meter.limt'],
  ['a figure without a label', prompt({ figures: [{ value: 5 }] }), 'definition-invalid .figures[0].label'],
  [
    'a text less a number',
    prompt({ values: { n: { fact: 'plan', minus: 'reports' } } }),
    'type-mismatch .values.n.fact',
  ],
  ['a streak of nothing', prompt({ streak: { byHand: true } }), 'definition-invalid .streak'],
  ['a goal of a year', prompt({ streak: { days: 1, goal: 365 } }), 'definition-invalid .streak.goal'],
  ['rewards of nothing', { kind: 'rewards', levels: [] }, 'definition-invalid '],
  ['points for nothing', rewards({ points: [{ each: 5 }] }), 'definition-invalid .points[0]'],
  ['points that are not given', rewards({ points: [{ fact: 'reports' }] }), 'definition-invalid .points[0].each'],
  [
    'a milestone there is not',
    rewards({ points: [{ milestone: 'x', points: 5 }] }),
    'name-unknown .points[0].milestone',
  ],
  ['a level below nothing', rewards({ levels: [{ at: -1, title: 'A' }] }), 'definition-invalid .levels[0].at'],
  [
    'two levels at once',
    rewards({
      levels: [
        { at: 5, title: 'A' },
        { at: 5, title: 'B' },
      ],
    }),
    'definition-invalid .levels[1].at',
  ],
  ['a badge for nothing', rewards({ badges: [{ title: 'A' }] }), 'definition-invalid .badges[0]'],
  [
    'a segment there is not',
    rewards({ badges: [{ title: 'A', segment: 'champion' }] }),
    'name-unknown .badges[0].segment',
  ],
  ['a badge that is a text', rewards({ badges: ['x'] }), 'definition-invalid .badges[0]'],
  ['an anniversary of a text', rewards({ anniversary: { fact: 'plan' } }), 'type-mismatch .anniversary.fact'],
])('%s is told', (_, settings, mistake) => {
  expect(mistakesOf(settings)).toContain(mistake);
});
