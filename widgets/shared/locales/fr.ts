import type { Common } from './en.js';

/** Français */
export const common: Common = {
  lang: 'fr',
  submit: 'Envoyer',
  close: 'Fermer',
  later: 'Plus tard',
  optional: 'Facultatif',
  notSaved: 'Pas encore enregistré. Veuillez réessayer.',
};
