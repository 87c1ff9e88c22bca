import { common } from '../../shared/locales/de.js';
import type { CesWords } from './en.js';

export const words: typeof common & CesWords = {
  ...common,
  opened: 'Auf dieser Seite ist eine Frage erschienen.',
  plainQuestion: 'Wie leicht war es, Ihr Anliegen zu erledigen?',
  productQuestion: 'Wie leicht war es, Ihr Anliegen mit {product} zu erledigen?',
  lowLabel: 'Sehr schwer',
  highLabel: 'Sehr leicht',
  positiveQuestion: 'Das freut uns! Was hat es leicht gemacht?',
  neutralQuestion: 'Danke! Was hätte es leichter gemacht?',
  negativeQuestion: 'Das tut uns leid. Was hat es schwer gemacht?',
  positiveThanks: 'Danke! Das bedeutet uns viel.',
  neutralThanks: 'Danke! Ihre Antwort hilft uns, besser zu werden.',
  negativeThanks: 'Danke! Ihre Antwort hilft uns, es in Ordnung zu bringen.',
};
