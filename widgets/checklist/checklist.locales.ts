import type { Locales } from '../shared/language.js';
import { words as en, type ChecklistWords } from './locales/en.js';

/** What `<aha-checklist>` says, in every language that we speak. */
export const checklistLocales: Locales<ChecklistWords> = {
  en,
  load: {
    'zh-Hans': () => import('./locales/zh-CN.js'),
    'zh-Hant': () => import('./locales/zh-TW.js'),
    'ja-Jpan': () => import('./locales/ja.js'),
    'ko-Kore': () => import('./locales/ko.js'),
    'es-Latn': () => import('./locales/es.js'),
    'pt-Latn': () => import('./locales/pt-BR.js'),
    'fr-Latn': () => import('./locales/fr.js'),
    'de-Latn': () => import('./locales/de.js'),
    'ar-Arab': () => import('./locales/ar.js'),
  },
};
