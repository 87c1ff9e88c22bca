import { common } from '../../shared/locales/ko.js';
import type { ChecklistWords } from './en.js';

export const words: typeof common & ChecklistWords = {
  ...common,
  opened: '이 페이지에 체크리스트가 있습니다.',
  title: '시작하기',
  progress: '{n}개 중 {done}개 완료',
  left: '{n}개 남음',
  finished: '모두 완료했습니다. 수고하셨어요!',
  extra: '선택',
  isDone: '완료됨',
  isOpen: '미완료',
  first: '먼저 완료하세요: {items}',
  mark: '완료로 표시: {item}',
  itemDone: '‘{item}’ 완료.',
  hideList: '숨기기',
  hiddenNow: '체크리스트를 숨겼습니다.',
  showAgain: '다시 보기',
  failed: '시작하지 못했습니다. 다시 시도해 주세요.',
};
