import { common } from '../../shared/locales/zh-TW.js';
import type { ChecklistWords } from './en.js';

export const words: typeof common & ChecklistWords = {
  ...common,
  opened: '本頁面有一份任務清單。',
  title: '快速上手',
  progress: '已完成 {done}/{n} 項',
  left: '還有 {n} 項',
  finished: '全部完成，太棒了！',
  extra: '可選',
  isDone: '已完成',
  isOpen: '未完成',
  first: '請先完成：{items}',
  mark: '標記為已完成：{item}',
  itemDone: '「{item}」已完成。',
  hideList: '隱藏',
  hiddenNow: '清單已隱藏。',
  showAgain: '重新顯示',
  failed: '無法啟動，請再試一次。',
};
