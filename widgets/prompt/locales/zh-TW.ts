import { common } from '../../shared/locales/zh-TW.js';
import type { PromptWords } from './en.js';

export const words: typeof common & PromptWords = {
  ...common,
  opened: '頁面上出現了一則訊息。',
  learnMore: '瞭解詳情',
  usage: '{used}/{limit}',
  left: '還剩 {n}',
  full: '已達上限',
  more: '比之前多 {n}',
  fewer: '比之前少 {n}',
  same: '與之前持平',
  inARow: '已連續 {n} 天',
  noStreak: '從今天開始累積',
  todayDone: '今天已完成。',
  todayOpen: '今天尚未完成。',
  checkIn: '簽到',
  checkedIn: '已簽到',
};
