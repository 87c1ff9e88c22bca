import { common } from '../../shared/locales/ar.js';
import type { NpsWords } from './en.js';

export const words: typeof common & NpsWords = {
  ...common,
  opened: 'ظهر سؤال في هذه الصفحة.',
  plainQuestion: 'ما مدى احتمال أن توصي بنا صديقًا أو زميلًا؟',
  productQuestion: 'ما مدى احتمال أن توصي صديقًا أو زميلًا باستخدام {product}؟',
  lowLabel: 'غير محتمل إطلاقًا',
  highLabel: 'محتمل جدًا',
};
