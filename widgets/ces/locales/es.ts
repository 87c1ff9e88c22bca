import { common } from '../../shared/locales/es.js';
import type { CesWords } from './en.js';

export const words: typeof common & CesWords = {
  ...common,
  opened: 'Se ha abierto una pregunta en esta página.',
  plainQuestion: '¿Qué tan fácil fue hacer lo que querías?',
  productQuestion: '¿Qué tan fácil fue hacer lo que querías con {product}?',
  lowLabel: 'Muy difícil',
  highLabel: 'Muy fácil',
  positiveQuestion: '¡Qué bien! ¿Qué lo hizo fácil?',
  neutralQuestion: '¡Gracias! ¿Qué lo habría hecho más fácil?',
  negativeQuestion: 'Lo sentimos. ¿Qué lo hizo difícil?',
  positiveThanks: '¡Gracias! Significa mucho para nosotros.',
  neutralThanks: '¡Gracias! Tu respuesta nos ayuda a mejorar.',
  negativeThanks: '¡Gracias! Tu respuesta nos ayuda a corregirlo.',
};
