import { common } from '../../shared/locales/ko.js';
import type { NpsWords } from './en.js';

export const words: typeof common & NpsWords = {
  ...common,
  opened: '이 페이지에 질문이 표시되었습니다.',
  plainQuestion: '저희를 친구나 동료에게 추천할 가능성이 얼마나 되나요?',
  productQuestion: '{product}을(를) 친구나 동료에게 추천할 가능성이 얼마나 되나요?',
  lowLabel: '전혀 없음',
  highLabel: '매우 높음',
};
