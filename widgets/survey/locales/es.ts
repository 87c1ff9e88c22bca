import { common } from '../../shared/locales/es.js';
import type { MoreWords } from './en.js';

export const words: typeof common & MoreWords = {
  ...common,
  opened: 'Se ha abierto una pregunta en esta página.',
  step: 'Pregunta {n} de {total}',
  send: 'Enviar',
  skip: 'Omitir',
  retry: 'Reintentar',
  next: 'Siguiente',
  back: 'Atrás',
  other: 'Otra cosa',
  choose: 'Elige una respuesta.',
  required: 'Completa este campo.',
  emailInvalid: 'Escribe un correo electrónico, como nombre@example.com.',
  tick: 'Marca la casilla para continuar.',
  quote: 'Pueden citarme con mi nombre',
  contactQuestion: '¿Podemos contactarte sobre esto?',
  contactHint: 'Tu correo electrónico, solo para responderte.',
  noThanks: 'No, gracias',
  thanks: '¡Gracias! Tus respuestas nos ayudan a mejorar.',
  promoterQuestion: '¡Qué bien! ¿Qué es lo que más te gusta?',
  passiveQuestion: '¡Gracias! ¿Qué lo haría aún mejor?',
  detractorQuestion: 'Gracias por tu sinceridad. ¿Qué deberíamos mejorar primero?',
  promoterThanks: '¡Gracias! Significa mucho para nosotros.',
  passiveThanks: '¡Gracias! Tu respuesta nos ayuda a mejorar.',
  detractorThanks: '¡Gracias! Tu respuesta nos ayuda a corregirlo.',
};
