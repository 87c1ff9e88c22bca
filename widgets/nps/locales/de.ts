import { common } from '../../shared/locales/de.js';
import type { NpsWords } from './en.js';

export const words: typeof common & NpsWords = {
  ...common,
  opened: 'Auf dieser Seite ist eine Frage erschienen.',
  plainQuestion: 'Wie wahrscheinlich ist es, dass Sie uns Freunden oder Kollegen weiterempfehlen?',
  productQuestion: 'Wie wahrscheinlich ist es, dass Sie {product} Freunden oder Kollegen weiterempfehlen?',
  lowLabel: 'Sehr unwahrscheinlich',
  highLabel: 'Sehr wahrscheinlich',
};
