import { common } from '../../shared/locales/fr.js';
import type { PromptWords } from './en.js';

export const words: typeof common & PromptWords = {
  ...common,
  opened: 'Un message s’est ouvert sur cette page.',
  learnMore: 'En savoir plus',
  usage: '{used} sur {limit}',
  left: 'one:{n} restant|other:{n} restants',
  full: 'Limite atteinte',
  more: '{n} de plus qu’avant',
  fewer: '{n} de moins qu’avant',
  same: 'Autant qu’avant',
  inARow: 'one:{n} jour d’affilée|other:{n} jours d’affilée',
  noStreak: 'Commencez une série aujourd’hui',
  todayDone: 'C’est fait pour aujourd’hui.',
  todayOpen: 'Pas encore fait aujourd’hui.',
  checkIn: 'Pointer',
  checkedIn: 'Pointé',
};
