import { common } from '../../shared/locales/es.js';
import type { NpsWords } from './en.js';

export const words: typeof common & NpsWords = {
  ...common,
  opened: 'Se ha abierto una pregunta en esta página.',
  plainQuestion: '¿Qué probabilidad hay de que nos recomiendes a un amigo o colega?',
  productQuestion: '¿Qué probabilidad hay de que recomiendes {product} a un amigo o colega?',
  lowLabel: 'Nada probable',
  highLabel: 'Muy probable',
};
