import type { Common } from './en.js';

/** Español */
export const common: Common = {
  lang: 'es',
  submit: 'Enviar',
  close: 'Cerrar',
  later: 'Más tarde',
  optional: 'Opcional',
  notSaved: 'Aún no se ha guardado. Inténtalo de nuevo.',
};
