import { common } from '../../shared/locales/de.js';
import type { CsatWords } from './en.js';

export const words: typeof common & CsatWords = {
  ...common,
  opened: 'Auf dieser Seite ist eine Frage erschienen.',
  plainQuestion: 'Wie zufrieden sind Sie mit uns?',
  productQuestion: 'Wie zufrieden sind Sie mit {product}?',
  lowLabel: 'Sehr unzufrieden',
  label2: 'Unzufrieden',
  label3: 'Teils, teils',
  label4: 'Zufrieden',
  highLabel: 'Sehr zufrieden',
  positiveQuestion: 'Das freut uns! Was hat Ihnen am besten gefallen?',
  neutralQuestion: 'Danke! Was hätte es besser gemacht?',
  negativeQuestion: 'Das tut uns leid. Was ist schiefgelaufen?',
  positiveThanks: 'Danke! Das bedeutet uns viel.',
  neutralThanks: 'Danke! Ihre Antwort hilft uns, besser zu werden.',
  negativeThanks: 'Danke! Ihre Antwort hilft uns, es in Ordnung zu bringen.',
};
