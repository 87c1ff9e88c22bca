import type { NpsWords } from './en.js';

export const words: NpsWords = {
  opened: 'Se ha abierto una pregunta en esta página.',
  plainQuestion: '¿Qué probabilidad hay de que nos recomiendes a un amigo o colega?',
  productQuestion: '¿Qué probabilidad hay de que recomiendes {product} a un amigo o colega?',
  lowLabel: 'Nada probable',
  highLabel: 'Muy probable',
  choose: 'Elige un número del 0 al 10.',
  promoterQuestion: '¡Qué bien! ¿Qué es lo que más te gusta?',
  passiveQuestion: '¡Gracias! ¿Qué lo haría aún mejor?',
  detractorQuestion: 'Gracias por tu sinceridad. ¿Qué deberíamos mejorar primero?',
  promoterThanks: '¡Gracias! Significa mucho para nosotros.',
  passiveThanks: '¡Gracias! Tu respuesta nos ayuda a mejorar.',
  detractorThanks: '¡Gracias! Tu respuesta nos ayuda a corregirlo.',
};
