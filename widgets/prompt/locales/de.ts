import { common } from '../../shared/locales/de.js';
import type { PromptWords } from './en.js';

export const words: typeof common & PromptWords = {
  ...common,
  opened: 'Auf dieser Seite hat sich eine Mitteilung geöffnet.',
  learnMore: 'Mehr erfahren',
  usage: '{used} von {limit}',
  left: 'Noch {n} frei',
  full: 'Limit erreicht',
  more: '{n} mehr als zuvor',
  fewer: '{n} weniger als zuvor',
  same: 'Gleich wie zuvor',
  inARow: 'one:{n} Tag in Folge|other:{n} Tage in Folge',
  noStreak: 'Starten Sie heute eine Serie',
  todayDone: 'Heute ist erledigt.',
  todayOpen: 'Heute steht noch aus.',
  checkIn: 'Einchecken',
  checkedIn: 'Eingecheckt',
};
