/** The widgets of the gallery; each has a file of its name beside this one that lists its states. */
export const WIDGETS = ['nps', 'csat', 'ces', 'survey', 'checklist', 'referral', 'prompt', 'rewards'];

/** The languages that widgets speak. */
export const LANGUAGES = {
  en: 'English',
  'zh-CN': '简体中文',
  'zh-TW': '繁體中文',
  ja: '日本語',
  ko: '한국어',
  es: 'Español',
  'pt-BR': 'Português',
  fr: 'Français',
  de: 'Deutsch',
  ar: 'العربية',
};
