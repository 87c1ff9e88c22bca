import { common } from '../../shared/locales/ar.js';
import type { ChecklistWords } from './en.js';

export const words: typeof common & ChecklistWords = {
  ...common,
  opened: 'توجد قائمة مهام في هذه الصفحة.',
  title: 'الخطوات الأولى',
  progress: 'اكتمل {done} من {n}',
  left: 'zero:لم تتبقَّ مهام|one:بقيت مهمة واحدة|two:بقيت مهمتان|few:بقيت {n} مهام|many:بقيت {n} مهمة|other:بقيت {n} مهمة',
  finished: 'اكتملت جميع المهام. أحسنت!',
  extra: 'اختياري',
  isDone: 'مكتملة',
  isOpen: 'غير مكتملة',
  first: 'أكمل أولًا: {items}',
  mark: 'وضع علامة مكتملة: {item}',
  itemDone: 'اكتملت «{item}».',
  hideList: 'إخفاء',
  hiddenNow: 'القائمة مخفية.',
  showAgain: 'إظهارها مجددًا',
  failed: 'تعذّر البدء. يُرجى المحاولة مرة أخرى.',
};
