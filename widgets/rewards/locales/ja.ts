import { common } from '../../shared/locales/ja.js';
import type { RewardsWords } from './en.js';

export const words: typeof common & RewardsWords = {
  ...common,
  opened: 'ページに特典が表示されました。',
  title: 'あなたの特典',
  pointsHad: '{n} ポイント',
  toNext: '{level}まであと {n} ポイント',
  top: '最高レベルです。いつもありがとうございます。',
  progress: '{level}までの進み具合',
  badgesTitle: 'バッジ',
  earned: '獲得済み',
  earnedOn: '{date}に獲得',
  notEarned: '未獲得',
  since: '{date}からご利用中',
  yearsToday: '今日でご利用 {n} 周年です。ありがとうございます！',
  reached: '{level}に到達しました。',
};
