import type { Common } from './en.js';

/** Português do Brasil */
export const common: Common = {
  lang: 'pt-BR',
  submit: 'Enviar',
  close: 'Fechar',
  later: 'Mais tarde',
  optional: 'Opcional',
  notSaved: 'Ainda não foi salvo. Tente de novo.',
};
