import { common } from '../../shared/locales/pt-BR.js';
import type { NpsWords } from './en.js';

export const words: typeof common & NpsWords = {
  ...common,
  opened: 'Uma pergunta foi aberta nesta página.',
  plainQuestion: 'Qual é a probabilidade de você nos recomendar a um amigo ou colega?',
  productQuestion: 'Qual é a probabilidade de você recomendar {product} a um amigo ou colega?',
  lowLabel: 'Nada provável',
  highLabel: 'Muito provável',
};
