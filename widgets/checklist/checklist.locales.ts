import type { Locales } from '../shared/language.js';
import { words as en, type ChecklistWords } from './locales/en.js';

/** What `<aha-checklist>` says, in every language that we speak. */
export const checklistLocales: Locales<ChecklistWords> = {
  en,
  load: {
    'zh-Hans': () => import('./locales/zh-CN.js'),
    'zh-Hant': () => import('./locales/zh-TW.js'),
    ja: () => import('./locales/ja.js'),
    ko: () => import('./locales/ko.js'),
    es: () => import('./locales/es.js'),
    pt: () => import('./locales/pt-BR.js'),
    fr: () => import('./locales/fr.js'),
    de: () => import('./locales/de.js'),
    ar: () => import('./locales/ar.js'),
  },
};
