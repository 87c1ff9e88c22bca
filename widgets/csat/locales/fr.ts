import { common } from '../../shared/locales/fr.js';
import type { CsatWords } from './en.js';

export const words: typeof common & CsatWords = {
  ...common,
  opened: 'Une question s’est ouverte sur cette page.',
  plainQuestion: 'Êtes-vous satisfait de nos services ?',
  productQuestion: 'Êtes-vous satisfait de {product} ?',
  lowLabel: 'Très insatisfait',
  label2: 'Insatisfait',
  label3: 'Neutre',
  label4: 'Satisfait',
  highLabel: 'Très satisfait',
  positiveQuestion: 'Formidable ! Qu’avez-vous apprécié le plus ?',
  neutralQuestion: 'Merci ! Qu’est-ce qui aurait pu être mieux ?',
  negativeQuestion: 'Nous sommes désolés. Qu’est-ce qui n’a pas marché ?',
  positiveThanks: 'Merci ! Cela compte beaucoup pour nous.',
  neutralThanks: 'Merci ! Votre réponse nous aide à progresser.',
  negativeThanks: 'Merci ! Votre réponse nous aide à corriger le tir.',
};
