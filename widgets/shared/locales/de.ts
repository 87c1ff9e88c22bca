import type { Common } from './en.js';

/** Deutsch */
export const common: Common = {
  lang: 'de',
  submit: 'Absenden',
  close: 'Schließen',
  later: 'Später',
  optional: 'Freiwillig',
  notSaved: 'Noch nicht gespeichert. Bitte erneut versuchen.',
};
