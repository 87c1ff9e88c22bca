import { common } from '../../shared/locales/ja.js';
import type { ChecklistWords } from './en.js';

export const words: typeof common & ChecklistWords = {
  ...common,
  opened: 'このページでチェックリストをご利用いただけます。',
  title: 'はじめに',
  progress: '{n} 件中 {done} 件完了',
  left: '残り {n} 件',
  finished: 'すべて完了しました。お疲れさまでした！',
  extra: '任意',
  isDone: '完了',
  isOpen: '未完了',
  first: '先に完了してください：{items}',
  mark: '完了にする：{item}',
  itemDone: '「{item}」が完了しました。',
  hideList: '非表示にする',
  hiddenNow: 'チェックリストを非表示にしました。',
  showAgain: '再表示',
  failed: '開始できませんでした。もう一度お試しください。',
};
