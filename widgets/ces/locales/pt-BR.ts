import { common } from '../../shared/locales/pt-BR.js';
import type { CesWords } from './en.js';

export const words: typeof common & CesWords = {
  ...common,
  opened: 'Uma pergunta foi aberta nesta página.',
  plainQuestion: 'Foi fácil fazer o que você queria?',
  productQuestion: 'Foi fácil fazer o que você queria com {product}?',
  lowLabel: 'Muito difícil',
  highLabel: 'Muito fácil',
  positiveQuestion: 'Que bom! O que facilitou?',
  neutralQuestion: 'Obrigado! O que teria facilitado?',
  negativeQuestion: 'Sentimos muito. O que dificultou?',
  positiveThanks: 'Obrigado! Isso significa muito para nós.',
  neutralThanks: 'Obrigado! Sua resposta nos ajuda a melhorar.',
  negativeThanks: 'Obrigado! Sua resposta nos ajuda a corrigir o que for preciso.',
};
