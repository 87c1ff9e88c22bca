import { common } from '../../shared/locales/de.js';
import type { MoreWords } from './en.js';

export const words: typeof common & MoreWords = {
  ...common,
  opened: 'Auf dieser Seite ist eine Frage erschienen.',
  step: 'Frage {n} von {total}',
  send: 'Senden',
  skip: 'Überspringen',
  retry: 'Erneut versuchen',
  next: 'Weiter',
  back: 'Zurück',
  other: 'Etwas anderes',
  choose: 'Bitte wählen Sie eine Antwort.',
  required: 'Bitte füllen Sie dieses Feld aus.',
  emailInvalid: 'Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.com.',
  tick: 'Bitte setzen Sie das Häkchen, um fortzufahren.',
  quote: 'Sie dürfen mich mit Namen zitieren',
  contactQuestion: 'Dürfen wir uns deswegen bei Ihnen melden?',
  contactHint: 'Ihre E-Mail-Adresse, nur um Ihnen zu antworten.',
  noThanks: 'Nein, danke',
  thanks: 'Danke! Ihre Antworten helfen uns, besser zu werden.',
  promoterQuestion: 'Das freut uns! Was gefällt Ihnen am besten?',
  passiveQuestion: 'Danke! Was könnten wir noch besser machen?',
  detractorQuestion: 'Danke für Ihre Offenheit. Was sollten wir zuerst verbessern?',
  promoterThanks: 'Danke! Das bedeutet uns viel.',
  passiveThanks: 'Danke! Ihre Antwort hilft uns, besser zu werden.',
  detractorThanks: 'Danke! Ihre Antwort hilft uns, es in Ordnung zu bringen.',
};
