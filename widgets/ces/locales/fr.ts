import { common } from '../../shared/locales/fr.js';
import type { CesWords } from './en.js';

export const words: typeof common & CesWords = {
  ...common,
  opened: 'Une question s’est ouverte sur cette page.',
  plainQuestion: 'A-t-il été facile de faire ce que vous vouliez ?',
  productQuestion: 'A-t-il été facile de faire ce que vous vouliez avec {product} ?',
  lowLabel: 'Très difficile',
  highLabel: 'Très facile',
  positiveQuestion: 'Formidable ! Qu’est-ce qui vous a facilité la tâche ?',
  neutralQuestion: 'Merci ! Qu’est-ce qui l’aurait rendu plus facile ?',
  negativeQuestion: 'Nous sommes désolés. Qu’est-ce qui a été difficile ?',
  positiveThanks: 'Merci ! Cela compte beaucoup pour nous.',
  neutralThanks: 'Merci ! Votre réponse nous aide à progresser.',
  negativeThanks: 'Merci ! Votre réponse nous aide à corriger le tir.',
};
