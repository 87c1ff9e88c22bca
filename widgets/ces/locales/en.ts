export const words = {
  opened: 'A question has opened on this page.',
  plainQuestion: 'How easy was it to do what you came for?',
  productQuestion: 'How easy was it to do what you wanted with {product}?',
  lowLabel: 'Very difficult',
  highLabel: 'Very easy',
  positiveQuestion: 'Great! What made it easy?',
  neutralQuestion: 'Thank you! What would have made it easier?',
  negativeQuestion: 'We are sorry. What made it difficult?',
  positiveThanks: 'Thank you! It means a lot to us.',
  neutralThanks: 'Thank you! Your answer helps us get better.',
  negativeThanks: 'Thank you! Your answer helps us put things right.',
};

/** What `<aha-ces>` says, in one language. */
export type CesWords = typeof words;
