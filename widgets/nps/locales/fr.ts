import type { NpsWords } from './en.js';

export const words: NpsWords = {
  opened: 'Une question s’est ouverte sur cette page.',
  plainQuestion: 'Quelle est la probabilité que vous nous recommandiez à un ami ou à un collègue ?',
  productQuestion: 'Quelle est la probabilité que vous recommandiez {product} à un ami ou à un collègue ?',
  lowLabel: 'Pas du tout probable',
  highLabel: 'Très probable',
  choose: 'Choisissez un nombre de 0 à 10.',
  promoterQuestion: 'Formidable ! Qu’appréciez-vous le plus ?',
  passiveQuestion: 'Merci ! Qu’est-ce qui pourrait être encore mieux ?',
  detractorQuestion: 'Merci de votre franchise. Que devrions-nous améliorer en premier ?',
  promoterThanks: 'Merci ! Cela compte beaucoup pour nous.',
  passiveThanks: 'Merci ! Votre réponse nous aide à progresser.',
  detractorThanks: 'Merci ! Votre réponse nous aide à corriger le tir.',
};
