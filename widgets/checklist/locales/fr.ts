import { common } from '../../shared/locales/fr.js';
import type { ChecklistWords } from './en.js';

export const words: typeof common & ChecklistWords = {
  ...common,
  opened: 'Une liste de tâches est disponible sur cette page.',
  title: 'Premiers pas',
  progress: 'one:{done} tâche sur {n} terminée|other:{done} tâches terminées sur {n}',
  left: 'one:Plus que {n} tâche|other:Encore {n} tâches',
  finished: 'C’est terminé. Bravo !',
  extra: 'Facultatif',
  isDone: 'Terminée',
  isOpen: 'À faire',
  first: 'D’abord : {items}',
  mark: 'Marquer comme terminée : {item}',
  itemDone: '« {item} » : terminée.',
  hideList: 'Masquer',
  hiddenNow: 'La liste est masquée.',
  showAgain: 'Afficher à nouveau',
  failed: 'Le démarrage a échoué. Veuillez réessayer.',
};
