import { common } from '../../shared/locales/zh-CN.js';
import type { PromptWords } from './en.js';

export const words: typeof common & PromptWords = {
  ...common,
  opened: '页面上出现了一条消息。',
  learnMore: '了解详情',
  usage: '{used}/{limit}',
  left: '还剩 {n}',
  full: '已达上限',
  more: '比之前多 {n}',
  fewer: '比之前少 {n}',
  same: '与之前持平',
  inARow: '已连续 {n} 天',
  noStreak: '从今天开始打卡',
  todayDone: '今天已完成。',
  todayOpen: '今天还没完成。',
  checkIn: '签到',
  checkedIn: '已签到',
};
