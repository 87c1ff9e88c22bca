import { common } from '../../shared/locales/fr.js';
import type { MoreWords } from './en.js';

export const words: typeof common & MoreWords = {
  ...common,
  opened: 'Une question s’est ouverte sur cette page.',
  step: 'Question {n} sur {total}',
  send: 'Envoyer',
  skip: 'Passer',
  retry: 'Réessayer',
  next: 'Suivant',
  back: 'Retour',
  other: 'Autre chose',
  choose: 'Choisissez une réponse.',
  required: 'Remplissez ce champ.',
  emailInvalid: 'Saisissez une adresse e-mail, par exemple nom@example.com.',
  tick: 'Cochez la case pour continuer.',
  quote: 'Vous pouvez me citer, avec mon nom',
  contactQuestion: 'Pouvons-nous vous contacter à ce sujet ?',
  contactHint: 'Votre adresse e-mail, uniquement pour vous répondre.',
  noThanks: 'Non, merci',
  thanks: 'Merci ! Vos réponses nous aident à progresser.',
  promoterQuestion: 'Formidable ! Qu’appréciez-vous le plus ?',
  passiveQuestion: 'Merci ! Qu’est-ce qui pourrait être encore mieux ?',
  detractorQuestion: 'Merci de votre franchise. Que devrions-nous améliorer en premier ?',
  promoterThanks: 'Merci ! Cela compte beaucoup pour nous.',
  passiveThanks: 'Merci ! Votre réponse nous aide à progresser.',
  detractorThanks: 'Merci ! Votre réponse nous aide à corriger le tir.',
};
