import { common } from '../../shared/locales/pt-BR.js';
import type { CsatWords } from './en.js';

export const words: typeof common & CsatWords = {
  ...common,
  opened: 'Uma pergunta foi aberta nesta página.',
  plainQuestion: 'Qual é a sua satisfação conosco?',
  productQuestion: 'Qual é a sua satisfação com {product}?',
  lowLabel: 'Muito insatisfeito',
  label2: 'Insatisfeito',
  label3: 'Neutro',
  label4: 'Satisfeito',
  highLabel: 'Muito satisfeito',
  positiveQuestion: 'Que bom! Do que você mais gostou?',
  neutralQuestion: 'Obrigado! O que teria sido melhor?',
  negativeQuestion: 'Sentimos muito. O que deu errado?',
  positiveThanks: 'Obrigado! Isso significa muito para nós.',
  neutralThanks: 'Obrigado! Sua resposta nos ajuda a melhorar.',
  negativeThanks: 'Obrigado! Sua resposta nos ajuda a corrigir o que for preciso.',
};
