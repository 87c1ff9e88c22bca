import { common } from '../../shared/locales/ko.js';
import type { RewardsWords } from './en.js';

export const words: typeof common & RewardsWords = {
  ...common,
  opened: '페이지에 리워드가 표시되었습니다.',
  title: '내 리워드',
  pointsHad: '{n}포인트',
  toNext: '{level}까지 {n}포인트',
  top: '최고 등급입니다. 감사합니다!',
  progress: '{level} 진행률',
  badgesTitle: '배지',
  earned: '획득함',
  earnedOn: '{date} 획득',
  notEarned: '아직 획득하지 않음',
  since: '{date}부터 함께',
  yearsToday: '오늘로 함께한 지 {n}년입니다. 감사합니다!',
  reached: '{level} 등급에 도달했습니다.',
};
