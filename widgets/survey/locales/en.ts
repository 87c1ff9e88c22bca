export const words = {
  opened: 'A question has opened on this page.',
  step: 'Question {n} of {total}',
  send: 'Send',
  skip: 'Skip',
  retry: 'Try again',
  next: 'Next',
  back: 'Back',
  other: 'Something else',
  choose: 'Please choose an answer.',
  required: 'Please fill this in.',
  emailInvalid: 'Please enter an e-mail address, such as name@example.com.',
  tick: 'Please tick the box to go on.',
  quote: 'You may quote me, with my name',
  contactQuestion: 'May we contact you about this?',
  contactHint: 'Your e-mail address, only to answer you.',
  noThanks: 'No, thanks',
  thanks: 'Thank you! Your answers help us get better.',
  promoterQuestion: 'Great to hear! What do you like most?',
  passiveQuestion: 'Thank you! What would make it even better?',
  detractorQuestion: 'Thank you for being frank. What should we improve first?',
  promoterThanks: 'Thank you! It means a lot to us.',
  passiveThanks: 'Thank you! Your answer helps us get better.',
  detractorThanks: 'Thank you! Your answer helps us put things right.',
};

/** What `<aha-survey>` says, and every survey after its first question, in one language. */
export type MoreWords = typeof words;
