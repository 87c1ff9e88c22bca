export const words = {
  opened: 'A checklist is available on this page.',
  title: 'Getting started',
  progress: 'one:{done} of {n} task done|other:{done} of {n} tasks done',
  left: 'one:{n} task left|other:{n} tasks left',
  finished: 'All done. Well done!',
  extra: 'Optional',
  isDone: 'Completed',
  isOpen: 'Not completed',
  first: 'First: {items}',
  mark: 'Mark as done: {item}',
  itemDone: '“{item}” is done.',
  hideList: 'Hide',
  hiddenNow: 'This checklist is hidden.',
  showAgain: 'Show it again',
  failed: 'That did not start. Please try again.',
};

/** What `<aha-checklist>` says, in one language. */
export type ChecklistWords = typeof words;
