import { common } from '../../shared/locales/de.js';
import type { RewardsWords } from './en.js';

export const words: typeof common & RewardsWords = {
  ...common,
  opened: 'Auf dieser Seite haben sich Ihre Prämien geöffnet.',
  title: 'Ihre Prämien',
  pointsHad: 'one:{n} Punkt|other:{n} Punkte',
  toNext: 'one:Noch {n} Punkt bis {level}|other:Noch {n} Punkte bis {level}',
  top: 'Die höchste Stufe. Vielen Dank!',
  progress: 'Fortschritt bis {level}',
  badgesTitle: 'Abzeichen',
  earned: 'Erhalten',
  earnedOn: 'Erhalten am {date}',
  notEarned: 'Noch nicht erhalten',
  since: 'Bei uns seit {date}',
  yearsToday: 'one:Heute seit {n} Jahr bei uns. Vielen Dank!|other:Heute seit {n} Jahren bei uns. Vielen Dank!',
  reached: 'Sie haben {level} erreicht.',
};
