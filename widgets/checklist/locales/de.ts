import { common } from '../../shared/locales/de.js';
import type { ChecklistWords } from './en.js';

export const words: typeof common & ChecklistWords = {
  ...common,
  opened: 'Auf dieser Seite gibt es eine Checkliste.',
  title: 'Erste Schritte',
  progress: 'one:{done} von {n} Aufgabe erledigt|other:{done} von {n} Aufgaben erledigt',
  left: 'one:Noch {n} Aufgabe|other:Noch {n} Aufgaben',
  finished: 'Alles erledigt. Sehr gut!',
  extra: 'Optional',
  isDone: 'Erledigt',
  isOpen: 'Offen',
  first: 'Zuerst: {items}',
  mark: 'Als erledigt markieren: {item}',
  itemDone: '„{item}“ ist erledigt.',
  hideList: 'Ausblenden',
  hiddenNow: 'Die Checkliste ist ausgeblendet.',
  showAgain: 'Wieder anzeigen',
  failed: 'Das ließ sich nicht starten. Bitte versuchen Sie es erneut.',
};
