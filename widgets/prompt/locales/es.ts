import { common } from '../../shared/locales/es.js';
import type { PromptWords } from './en.js';

export const words: typeof common & PromptWords = {
  ...common,
  opened: 'Se ha abierto un aviso en esta página.',
  learnMore: 'Más información',
  usage: '{used} de {limit}',
  left: 'one:Queda {n}|other:Quedan {n}',
  full: 'Límite alcanzado',
  more: '{n} más que antes',
  fewer: '{n} menos que antes',
  same: 'Igual que antes',
  inARow: 'one:{n} día seguido|other:{n} días seguidos',
  noStreak: 'Empieza hoy una racha',
  todayDone: 'Hoy ya está hecho.',
  todayOpen: 'Hoy aún está pendiente.',
  checkIn: 'Registrar hoy',
  checkedIn: 'Registrado',
};
