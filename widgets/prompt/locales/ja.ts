import { common } from '../../shared/locales/ja.js';
import type { PromptWords } from './en.js';

export const words: typeof common & PromptWords = {
  ...common,
  opened: 'ページにお知らせが表示されました。',
  learnMore: '詳しく見る',
  usage: '{limit} 中 {used}',
  left: '残り {n}',
  full: '上限に達しました',
  more: '前回より {n} 増',
  fewer: '前回より {n} 減',
  same: '前回と同じ',
  inARow: '{n} 日連続',
  noStreak: '今日から始めましょう',
  todayDone: '今日は達成済みです。',
  todayOpen: '今日はまだです。',
  checkIn: 'チェックイン',
  checkedIn: 'チェックイン済み',
};
