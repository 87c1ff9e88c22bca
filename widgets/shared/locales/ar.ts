import type { Common } from './en.js';

/** العربية */
export const common: Common = {
  lang: 'ar',
  submit: 'إرسال',
  close: 'إغلاق',
  later: 'لاحقًا',
  optional: 'اختياري',
  notSaved: 'لم يُحفظ بعد. يُرجى المحاولة مرة أخرى.',
};
