import type { NpsWords } from './en.js';

export const words: NpsWords = {
  opened: '이 페이지에 질문이 표시되었습니다.',
  plainQuestion: '저희를 친구나 동료에게 추천할 가능성이 얼마나 되나요?',
  productQuestion: '{product}을(를) 친구나 동료에게 추천할 가능성이 얼마나 되나요?',
  lowLabel: '전혀 없음',
  highLabel: '매우 높음',
  choose: '0에서 10 사이의 숫자를 선택해 주세요.',
  promoterQuestion: '감사합니다! 어떤 점이 가장 마음에 드시나요?',
  passiveQuestion: '감사합니다! 어떻게 하면 더 좋아질까요?',
  detractorQuestion: '솔직한 의견 감사합니다. 무엇부터 개선하면 좋을까요?',
  promoterThanks: '감사합니다! 큰 힘이 됩니다.',
  passiveThanks: '감사합니다! 더 나아지는 데 도움이 됩니다.',
  detractorThanks: '감사합니다! 의견을 바탕으로 개선하겠습니다.',
};
