import type { NpsWords } from './en.js';

export const words: NpsWords = {
  opened: 'ظهر سؤال في هذه الصفحة.',
  plainQuestion: 'ما مدى احتمال أن توصي بنا صديقًا أو زميلًا؟',
  productQuestion: 'ما مدى احتمال أن توصي صديقًا أو زميلًا باستخدام {product}؟',
  lowLabel: 'غير محتمل إطلاقًا',
  highLabel: 'محتمل جدًا',
  choose: 'يُرجى اختيار رقم من 0 إلى 10.',
  promoterQuestion: 'رائع! ما أكثر ما يعجبك؟',
  passiveQuestion: 'شكرًا لك! ما الذي يجعله أفضل؟',
  detractorQuestion: 'شكرًا لصراحتك. ما أول شيء ينبغي أن نحسّنه؟',
  promoterThanks: 'شكرًا لك! هذا يعني لنا الكثير.',
  passiveThanks: 'شكرًا لك! إجابتك تساعدنا على التحسّن.',
  detractorThanks: 'شكرًا لك! إجابتك تساعدنا على إصلاح الأمور.',
};
