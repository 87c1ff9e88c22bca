import { expect, test } from 'vitest';
import { checkWidgets } from './check-widgets.js';
import { readDefinition } from './read-definition.js';

const mistakes = (settings: object) => {
  const read = readDefinition({ version: 1, widgets: { invite: { kind: 'referral', ...settings } } }, { checkWidgets });
  return 'mistakes' in read
    ? read.mistakes.map(({ code, path }) => `${code} ${path.replace('$.widgets.invite.', '')}`)
    : [];
};

test('right settings have no mistake', () => {
  expect(
    mistakes({
      title: { en: 'Invite', 'zh-CN': '邀请' },
      reward: { referrer: 'a month', friend: { en: '20%' } },
      channels: ['email', 'wechat'],
      milestones: [1, { friends: 5, reward: 'Mug' }],
      milestoneBy: 'activated',
    }),
  ).toEqual([]);
  expect(mistakes({ channels: 'email, line', milestones: 5 })).toEqual([]);
});

test('every mistake is told with its place', () => {
  expect(
    mistakes({
      title: '',
      reward: { friend: 5 },
      variant: 'banner',
      milestoneBy: 'likes',
      code: 'k7',
      channels: ['fax'],
      milestones: [0, { friends: 5, reward: {} }],
    }),
  ).toEqual(
    [
      'title',
      'variant',
      'milestoneBy',
      'code',
      'reward.friend',
      'channels[0]',
      'milestones[0]',
      'milestones[1].reward',
    ].map((path) => `definition-invalid ${path}`),
  );
});

test.each([{ reward: 'a month' }, { channels: 5 }, { milestones: 'five' }, { link: 'https://example.com/' }])(
  '%j is one mistake',
  (settings) => expect(mistakes(settings)).toHaveLength(1),
);

test('a page that reads the same definition goes on', () => {
  expect(readDefinition({ version: 1, widgets: { invite: { kind: 'referral', reward: 5 } } })).toHaveProperty(
    'lifecycle',
  );
});
