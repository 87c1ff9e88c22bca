export const words = {
  opened: 'A question has opened on this page.',
  plainQuestion: 'How satisfied are you with us?',
  productQuestion: 'How satisfied are you with {product}?',
  lowLabel: 'Very dissatisfied',
  label2: 'Dissatisfied',
  label3: 'Neutral',
  label4: 'Satisfied',
  highLabel: 'Very satisfied',
  positiveQuestion: 'Great! What did you like most?',
  neutralQuestion: 'Thank you! What would have made it better?',
  negativeQuestion: 'We are sorry. What went wrong?',
  positiveThanks: 'Thank you! It means a lot to us.',
  neutralThanks: 'Thank you! Your answer helps us get better.',
  negativeThanks: 'Thank you! Your answer helps us put things right.',
};

/** What `<aha-csat>` says, in one language. */
export type CsatWords = typeof words;
