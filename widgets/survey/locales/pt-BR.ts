import { common } from '../../shared/locales/pt-BR.js';
import type { MoreWords } from './en.js';

export const words: typeof common & MoreWords = {
  ...common,
  opened: 'Uma pergunta foi aberta nesta página.',
  step: 'Pergunta {n} de {total}',
  send: 'Enviar',
  skip: 'Pular',
  retry: 'Tentar de novo',
  next: 'Próxima',
  back: 'Voltar',
  other: 'Outra coisa',
  choose: 'Escolha uma resposta.',
  required: 'Preencha este campo.',
  emailInvalid: 'Digite um e-mail, como nome@example.com.',
  tick: 'Marque a caixa para continuar.',
  quote: 'Podem me citar com o meu nome',
  contactQuestion: 'Podemos falar com você sobre isso?',
  contactHint: 'Seu e-mail, só para responder a você.',
  noThanks: 'Não, obrigado',
  thanks: 'Obrigado! Suas respostas nos ajudam a melhorar.',
  promoterQuestion: 'Que bom! Do que você mais gosta?',
  passiveQuestion: 'Obrigado! O que tornaria ainda melhor?',
  detractorQuestion: 'Obrigado pela sinceridade. O que devemos melhorar primeiro?',
  promoterThanks: 'Obrigado! Isso significa muito para nós.',
  passiveThanks: 'Obrigado! Sua resposta nos ajuda a melhorar.',
  detractorThanks: 'Obrigado! Sua resposta nos ajuda a corrigir o que for preciso.',
};
