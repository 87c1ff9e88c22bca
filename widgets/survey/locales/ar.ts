import { common } from '../../shared/locales/ar.js';
import type { MoreWords } from './en.js';

export const words: typeof common & MoreWords = {
  ...common,
  opened: 'ظهر سؤال في هذه الصفحة.',
  step: 'السؤال {n} من {total}',
  send: 'إرسال',
  skip: 'تخطٍّ',
  retry: 'إعادة المحاولة',
  next: 'التالي',
  back: 'السابق',
  other: 'شيء آخر',
  choose: 'يُرجى اختيار إجابة.',
  required: 'يُرجى ملء هذا الحقل.',
  emailInvalid: 'يُرجى إدخال بريد إلكتروني، مثل name@example.com.',
  tick: 'يُرجى وضع علامة في المربع للمتابعة.',
  quote: 'يمكنكم الاقتباس من كلامي مع ذكر اسمي',
  contactQuestion: 'هل يمكننا التواصل معك بشأن ذلك؟',
  contactHint: 'بريدك الإلكتروني، للرد عليك فقط.',
  noThanks: 'لا، شكرًا',
  thanks: 'شكرًا لك! إجاباتك تساعدنا على التحسّن.',
  promoterQuestion: 'رائع! ما أكثر ما يعجبك؟',
  passiveQuestion: 'شكرًا لك! ما الذي يجعله أفضل؟',
  detractorQuestion: 'شكرًا لصراحتك. ما أول شيء ينبغي أن نحسّنه؟',
  promoterThanks: 'شكرًا لك! هذا يعني لنا الكثير.',
  passiveThanks: 'شكرًا لك! إجابتك تساعدنا على التحسّن.',
  detractorThanks: 'شكرًا لك! إجابتك تساعدنا على إصلاح الأمور.',
};
