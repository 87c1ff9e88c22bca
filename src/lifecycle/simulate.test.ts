import { expect, test } from 'vitest';
import type { LifecycleDefinition } from './definition.js';
import { DAY_MS } from './duration.js';
import type { LifecycleEvent } from './event.js';
import { readDefinition } from './read-definition.js';
import { simulate, type Happening } from './simulate.js';

const T0 = 1_000 * DAY_MS;
const lifecycleOf = (definition: Omit<LifecycleDefinition, 'version'>) => {
  const read = readDefinition({ version: 1, ...definition });
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  return read.lifecycle;
};
const track = (day: number, event: string, values = {}): LifecycleEvent => ({
  messageId: `${event}${day}`,
  atMs: T0 + day * DAY_MS,
  type: 'track',
  event,
  values,
});
/** A happening in one line: the day, what it is. */
const told = (happening: Happening): string => {
  const { atMs, ...what } = happening;
  return `${(atMs - T0) / DAY_MS}: ${JSON.stringify(what)}`;
};

const lifecycle = lifecycleOf({
  facts: {
    reports: { count: 'Report Created' },
    recent: { count: 'Report Created', within: '7d' },
    idle: { recency: '*' },
  },
  milestones: { first_report: { event: 'Report Created', aha: true } },
  stages: [
    { id: 'new', enter: {} },
    { id: 'active', enter: { recent: { $gte: 1 } } },
    { id: 'lost', enter: { idle: { $gte: 30 } } },
  ],
  widgets: { nps: { kind: 'nps' }, invite: { kind: 'referral' } },
  plays: [
    { id: 'ask', when: { $milestone: 'first_report' }, after: '2d', show: 'nps', every: '90d' },
    { id: 'refer', on: { event: 'Survey Submitted', where: { group: 'promoter' } }, after: '1h', show: 'invite' },
    { id: 'win_back', when: { $stage: 'lost' }, call: 'mail' },
  ],
});

test('plays, milestones and stages happen when they would, also where nothing but time goes by', () => {
  const events = [
    track(1, 'Report Created'),
    track(3, 'Survey Submitted', { group: 'promoter' }),
    track(0, 'Signed Up'),
  ];
  const happenings = simulate(lifecycle, events, {
    untilMs: T0 + 100 * DAY_MS,
    outcomes: ({ kind }) => (kind === 'nps' ? 'answered' : 'dismissed'),
  });
  expect(happenings.map(told)).toEqual([
    '0: {"stage":{"from":null,"to":"new"}}',
    '1: {"milestone":"first_report"}',
    '1: {"stage":{"from":"new","to":"active"}}',
    '3: {"play":"ask","show":"nps","kind":"nps"}',
    `${3 + 1 / 24}: {"play":"refer","show":"invite","kind":"referral"}`,
    '8: {"stage":{"from":"active","to":"new"}}',
    '33: {"stage":{"from":"new","to":"lost"}}',
    '33: {"play":"win_back","call":"mail"}',
    '93: {"play":"ask","show":"nps","kind":"nps"}',
  ]);
});

test('what is snoozed is shown again after its time', () => {
  const events = [track(0, 'Report Created')];
  let times = 0;
  const happenings = simulate(lifecycle, events, {
    untilMs: T0 + 20 * DAY_MS,
    outcomes: () => (times++ === 0 ? 'snoozed' : 'answered'),
  });
  expect(happenings.filter((one) => 'show' in one).map(told)).toEqual([
    '2: {"play":"ask","show":"nps","kind":"nps"}',
    '9: {"play":"ask","show":"nps","kind":"nps"}',
  ]);
});

test('the order and repeats of events change nothing, and nothing happens to nobody', () => {
  const events = [track(0, 'Signed Up'), track(1, 'Report Created'), track(2, 'Report Created')];
  expect(simulate(lifecycle, [...events, ...events].reverse())).toEqual(simulate(lifecycle, events));
  expect(simulate(lifecycle, [])).toEqual([]);
});

test('the page, the variant and the holdout are those of the person that is played', () => {
  const drawn = lifecycleOf({
    experiments: { offer: { variants: ['control', 'new'] } },
    widgets: { offer: { kind: 'prompt' } },
    plays: [
      { id: 'offer', when: { $url: '/pricing', $experiment: { offer: 'new' } }, show: 'offer' },
      { id: 'held', when: { $url: '/' }, call: 'x', holdout: 1 },
    ],
  });
  const page: LifecycleEvent = { ...track(1, ''), type: 'page', values: { path: '/pricing' } };
  const outcome = (id: string) => simulate(drawn, [track(0, 'Signed Up'), page], { id }).map(told);
  const held = '0: {"play":"held","suppressed":"holdout"}';
  expect(new Set(Array.from({ length: 30 }, (_, n) => outcome(`p${n}`).join('\n')))).toEqual(
    new Set([
      [held, '1: {"experiment":"offer","variant":"control"}'].join('\n'),
      [held, '1: {"experiment":"offer","variant":"new"}', '1: {"play":"offer","show":"offer","kind":"prompt"}'].join(
        '\n',
      ),
    ]),
  );
});
