import { common } from '../../shared/locales/es.js';
import type { RewardsWords } from './en.js';

export const words: typeof common & RewardsWords = {
  ...common,
  opened: 'Se han abierto tus recompensas en esta página.',
  title: 'Tus recompensas',
  pointsHad: 'one:{n} punto|other:{n} puntos',
  toNext: 'one:Te falta {n} punto para {level}|other:Te faltan {n} puntos para {level}',
  top: 'El nivel más alto. ¡Gracias!',
  progress: 'Progreso hacia {level}',
  badgesTitle: 'Insignias',
  earned: 'Conseguida',
  earnedOn: 'Conseguida el {date}',
  notEarned: 'Aún no conseguida',
  since: 'Con nosotros desde el {date}',
  yearsToday: 'one:Hoy cumples {n} año con nosotros. ¡Gracias!|other:Hoy cumples {n} años con nosotros. ¡Gracias!',
  reached: 'Has alcanzado {level}.',
};
