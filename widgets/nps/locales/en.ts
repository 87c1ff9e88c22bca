export const words = {
  opened: 'A question has opened on this page.',
  plainQuestion: 'How likely are you to recommend us to a friend or colleague?',
  productQuestion: 'How likely are you to recommend {product} to a friend or colleague?',
  lowLabel: 'Not at all likely',
  highLabel: 'Extremely likely',
  choose: 'Please choose a number from 0 to 10.',
  promoterQuestion: 'Great to hear! What do you like most?',
  passiveQuestion: 'Thank you! What would make it even better?',
  detractorQuestion: 'Thank you for being frank. What should we improve first?',
  promoterThanks: 'Thank you! It means a lot to us.',
  passiveThanks: 'Thank you! Your answer helps us get better.',
  detractorThanks: 'Thank you! Your answer helps us put things right.',
};

/** What `<aha-nps>` says, in one language. */
export type NpsWords = typeof words;
