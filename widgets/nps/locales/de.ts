import type { NpsWords } from './en.js';

export const words: NpsWords = {
  opened: 'Auf dieser Seite ist eine Frage erschienen.',
  plainQuestion: 'Wie wahrscheinlich ist es, dass Sie uns Freunden oder Kollegen weiterempfehlen?',
  productQuestion: 'Wie wahrscheinlich ist es, dass Sie {product} Freunden oder Kollegen weiterempfehlen?',
  lowLabel: 'Sehr unwahrscheinlich',
  highLabel: 'Sehr wahrscheinlich',
  choose: 'Bitte wählen Sie eine Zahl von 0 bis 10.',
  promoterQuestion: 'Das freut uns! Was gefällt Ihnen am besten?',
  passiveQuestion: 'Danke! Was könnten wir noch besser machen?',
  detractorQuestion: 'Danke für Ihre Offenheit. Was sollten wir zuerst verbessern?',
  promoterThanks: 'Danke! Das bedeutet uns viel.',
  passiveThanks: 'Danke! Ihre Antwort hilft uns, besser zu werden.',
  detractorThanks: 'Danke! Ihre Antwort hilft uns, es in Ordnung zu bringen.',
};
