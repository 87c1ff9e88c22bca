import { common } from '../../shared/locales/fr.js';
import type { RewardsWords } from './en.js';

export const words: typeof common & RewardsWords = {
  ...common,
  opened: 'Vos récompenses se sont ouvertes sur cette page.',
  title: 'Vos récompenses',
  pointsHad: 'one:{n} point|other:{n} points',
  toNext: 'one:Encore {n} point pour {level}|other:Encore {n} points pour {level}',
  top: 'Le niveau le plus haut. Merci !',
  progress: 'Progression vers {level}',
  badgesTitle: 'Badges',
  earned: 'Obtenu',
  earnedOn: 'Obtenu le {date}',
  notEarned: 'Pas encore obtenu',
  since: 'Avec nous depuis le {date}',
  yearsToday: 'one:{n} an avec nous aujourd’hui. Merci !|other:{n} ans avec nous aujourd’hui. Merci !',
  reached: 'Vous avez atteint {level}.',
};
