import { common } from '../../shared/locales/ar.js';
import type { CesWords } from './en.js';

export const words: typeof common & CesWords = {
  ...common,
  opened: 'ظهر سؤال في هذه الصفحة.',
  plainQuestion: 'ما مدى سهولة إنجاز ما أردته؟',
  productQuestion: 'ما مدى سهولة إنجاز ما أردته باستخدام {product}؟',
  lowLabel: 'صعب جدًا',
  highLabel: 'سهل جدًا',
  positiveQuestion: 'رائع! ما الذي جعله سهلًا؟',
  neutralQuestion: 'شكرًا لك! ما الذي كان سيجعله أسهل؟',
  negativeQuestion: 'نأسف لذلك. ما الذي جعله صعبًا؟',
  positiveThanks: 'شكرًا لك! هذا يعني لنا الكثير.',
  neutralThanks: 'شكرًا لك! إجابتك تساعدنا على التحسّن.',
  negativeThanks: 'شكرًا لك! إجابتك تساعدنا على إصلاح الأمور.',
};
