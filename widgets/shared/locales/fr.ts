import type { Common } from './en.js';

/** Français */
export const common: Common = {
  lang: 'fr',
  submit: 'Envoyer',
  send: 'Envoyer',
  skip: 'Passer',
  retry: 'Réessayer',
  close: 'Fermer',
  later: 'Plus tard',
  optional: 'Facultatif',
  notSaved: 'Pas encore enregistré. Veuillez réessayer.',
};
