import type { NpsWords } from './en.js';

export const words: NpsWords = {
  opened: 'Uma pergunta foi aberta nesta página.',
  plainQuestion: 'Qual é a probabilidade de você nos recomendar a um amigo ou colega?',
  productQuestion: 'Qual é a probabilidade de você recomendar {product} a um amigo ou colega?',
  lowLabel: 'Nada provável',
  highLabel: 'Muito provável',
  choose: 'Escolha um número de 0 a 10.',
  promoterQuestion: 'Que bom! Do que você mais gosta?',
  passiveQuestion: 'Obrigado! O que tornaria ainda melhor?',
  detractorQuestion: 'Obrigado pela sinceridade. O que devemos melhorar primeiro?',
  promoterThanks: 'Obrigado! Isso significa muito para nós.',
  passiveThanks: 'Obrigado! Sua resposta nos ajuda a melhorar.',
  detractorThanks: 'Obrigado! Sua resposta nos ajuda a corrigir o que for preciso.',
};
