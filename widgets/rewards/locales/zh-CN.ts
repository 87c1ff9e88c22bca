import { common } from '../../shared/locales/zh-CN.js';
import type { RewardsWords } from './en.js';

export const words: typeof common & RewardsWords = {
  ...common,
  opened: '页面上打开了您的奖励。',
  title: '我的奖励',
  pointsHad: '{n} 积分',
  toNext: '再得 {n} 积分升级到 {level}',
  top: '已是最高等级，感谢有您！',
  progress: '升级到 {level} 的进度',
  badgesTitle: '徽章',
  earned: '已获得',
  earnedOn: '{date} 获得',
  notEarned: '尚未获得',
  since: '{date} 加入',
  yearsToday: '今天是您加入 {n} 周年，感谢有您！',
  reached: '您已升级到 {level}。',
};
