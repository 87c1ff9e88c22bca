import { common } from '../../shared/locales/ar.js';
import type { CsatWords } from './en.js';

export const words: typeof common & CsatWords = {
  ...common,
  opened: 'ظهر سؤال في هذه الصفحة.',
  plainQuestion: 'ما مدى رضاك عنا؟',
  productQuestion: 'ما مدى رضاك عن {product}؟',
  lowLabel: 'غير راضٍ إطلاقًا',
  label2: 'غير راضٍ',
  label3: 'محايد',
  label4: 'راضٍ',
  highLabel: 'راضٍ جدًا',
  positiveQuestion: 'رائع! ما أكثر ما أعجبك؟',
  neutralQuestion: 'شكرًا لك! ما الذي كان سيجعله أفضل؟',
  negativeQuestion: 'نأسف لذلك. ما الذي حدث؟',
  positiveThanks: 'شكرًا لك! هذا يعني لنا الكثير.',
  neutralThanks: 'شكرًا لك! إجابتك تساعدنا على التحسّن.',
  negativeThanks: 'شكرًا لك! إجابتك تساعدنا على إصلاح الأمور.',
};
