import { common } from '../../shared/locales/ar.js';
import type { PromptWords } from './en.js';

export const words: typeof common & PromptWords = {
  ...common,
  opened: 'ظهر إشعار في هذه الصفحة.',
  learnMore: 'معرفة المزيد',
  usage: '{used} من {limit}',
  left: 'المتبقي: {n}',
  full: 'تم بلوغ الحد الأقصى',
  more: 'أكثر من السابق بمقدار {n}',
  fewer: 'أقل من السابق بمقدار {n}',
  same: 'مماثل للسابق',
  inARow: 'one:يوم واحد|two:يومان متتاليان|few:{n} أيام متتالية|many:{n} يومًا متتاليًا|other:{n} يوم متتالٍ',
  noStreak: 'ابدأ سلسلتك اليوم',
  todayDone: 'تم إنجاز اليوم.',
  todayOpen: 'لم يُنجز اليوم بعد.',
  checkIn: 'تسجيل الحضور',
  checkedIn: 'تم تسجيل الحضور',
};
