import { common } from '../../shared/locales/zh-CN.js';
import type { ChecklistWords } from './en.js';

export const words: typeof common & ChecklistWords = {
  ...common,
  opened: '本页面有一份任务清单。',
  title: '快速上手',
  progress: '已完成 {done}/{n} 项',
  left: '还剩 {n} 项',
  finished: '全部完成，真棒！',
  extra: '可选',
  isDone: '已完成',
  isOpen: '未完成',
  first: '请先完成：{items}',
  mark: '标记为已完成：{item}',
  itemDone: '“{item}”已完成。',
  hideList: '隐藏',
  hiddenNow: '清单已隐藏。',
  showAgain: '重新显示',
  failed: '未能启动，请重试。',
};
