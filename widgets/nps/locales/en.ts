export const words = {
  opened: 'A question has opened on this page.',
  plainQuestion: 'How likely are you to recommend us to a friend or colleague?',
  productQuestion: 'How likely are you to recommend {product} to a friend or colleague?',
  lowLabel: 'Not at all likely',
  highLabel: 'Extremely likely',
};

/** What `<aha-nps>` says, in one language. */
export type NpsWords = typeof words;
