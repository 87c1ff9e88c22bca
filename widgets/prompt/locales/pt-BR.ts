import { common } from '../../shared/locales/pt-BR.js';
import type { PromptWords } from './en.js';

export const words: typeof common & PromptWords = {
  ...common,
  opened: 'Um aviso foi aberto nesta página.',
  learnMore: 'Saiba mais',
  usage: '{used} de {limit}',
  left: 'one:Resta {n}|other:Restam {n}',
  full: 'Limite atingido',
  more: '{n} a mais que antes',
  fewer: '{n} a menos que antes',
  same: 'Igual a antes',
  inARow: 'one:{n} dia seguido|other:{n} dias seguidos',
  noStreak: 'Comece uma sequência hoje',
  todayDone: 'Hoje já está feito.',
  todayOpen: 'Hoje ainda está em aberto.',
  checkIn: 'Fazer check-in',
  checkedIn: 'Check-in feito',
};
