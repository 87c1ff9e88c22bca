export const words = {
  opened: 'A notice has opened on this page.',
  learnMore: 'Learn more',
  usage: '{used} of {limit}',
  left: '{n} left',
  full: 'Limit reached',
  more: '{n} more than before',
  fewer: '{n} fewer than before',
  same: 'As many as before',
  inARow: 'one:{n} day in a row|other:{n} days in a row',
  noStreak: 'Begin a streak today',
  todayDone: 'Today is done.',
  todayOpen: 'Today is still open.',
  checkIn: 'Check in',
  checkedIn: 'Checked in',
};

/** What `<aha-prompt>` says, in one language. */
export type PromptWords = typeof words;
