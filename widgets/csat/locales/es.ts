import { common } from '../../shared/locales/es.js';
import type { CsatWords } from './en.js';

export const words: typeof common & CsatWords = {
  ...common,
  opened: 'Se ha abierto una pregunta en esta página.',
  plainQuestion: '¿Qué tan satisfecho estás con nosotros?',
  productQuestion: '¿Qué tan satisfecho estás con {product}?',
  lowLabel: 'Muy insatisfecho',
  label2: 'Insatisfecho',
  label3: 'Neutral',
  label4: 'Satisfecho',
  highLabel: 'Muy satisfecho',
  positiveQuestion: '¡Qué bien! ¿Qué es lo que más te gustó?',
  neutralQuestion: '¡Gracias! ¿Qué lo habría hecho mejor?',
  negativeQuestion: 'Lo sentimos. ¿Qué salió mal?',
  positiveThanks: '¡Gracias! Significa mucho para nosotros.',
  neutralThanks: '¡Gracias! Tu respuesta nos ayuda a mejorar.',
  negativeThanks: '¡Gracias! Tu respuesta nos ayuda a corregirlo.',
};
