export const words = {
  opened: 'Your rewards have opened on this page.',
  title: 'Your rewards',
  pointsHad: 'one:{n} point|other:{n} points',
  toNext: 'one:{n} point to {level}|other:{n} points to {level}',
  top: 'The highest level. Thank you!',
  progress: 'Progress to {level}',
  badgesTitle: 'Badges',
  earned: 'Earned',
  earnedOn: 'Earned on {date}',
  notEarned: 'Not earned yet',
  since: 'With us since {date}',
  yearsToday: 'one:{n} year with us today. Thank you!|other:{n} years with us today. Thank you!',
  reached: 'You have reached {level}.',
};

/** What `<aha-rewards>` says, in one language. */
export type RewardsWords = typeof words;
