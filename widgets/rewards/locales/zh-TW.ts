import { common } from '../../shared/locales/zh-TW.js';
import type { RewardsWords } from './en.js';

export const words: typeof common & RewardsWords = {
  ...common,
  opened: '頁面上開啟了您的獎勵。',
  title: '我的獎勵',
  pointsHad: '{n} 點',
  toNext: '再得 {n} 點升級到 {level}',
  top: '已是最高等級，感謝有您！',
  progress: '升級到 {level} 的進度',
  badgesTitle: '徽章',
  earned: '已獲得',
  earnedOn: '{date} 獲得',
  notEarned: '尚未獲得',
  since: '{date} 加入',
  yearsToday: '今天是您加入 {n} 週年，感謝有您！',
  reached: '您已升級到 {level}。',
};
