import { common } from '../../shared/locales/ko.js';
import type { PromptWords } from './en.js';

export const words: typeof common & PromptWords = {
  ...common,
  opened: '페이지에 알림이 표시되었습니다.',
  learnMore: '자세히 보기',
  usage: '{limit} 중 {used}',
  left: '{n} 남음',
  full: '한도에 도달했습니다',
  more: '이전보다 {n} 많음',
  fewer: '이전보다 {n} 적음',
  same: '이전과 같음',
  inARow: '{n}일 연속',
  noStreak: '오늘부터 시작해 보세요',
  todayDone: '오늘은 완료했습니다.',
  todayOpen: '오늘은 아직입니다.',
  checkIn: '출석 체크',
  checkedIn: '출석 완료',
};
