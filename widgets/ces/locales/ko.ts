import { common } from '../../shared/locales/ko.js';
import type { CesWords } from './en.js';

export const words: typeof common & CesWords = {
  ...common,
  opened: '이 페이지에 질문이 표시되었습니다.',
  plainQuestion: '원하는 일을 얼마나 쉽게 하셨나요?',
  productQuestion: '{product}에서 원하는 일을 얼마나 쉽게 하셨나요?',
  lowLabel: '매우 어려움',
  highLabel: '매우 쉬움',
  positiveQuestion: '감사합니다! 어떤 점이 쉬웠나요?',
  neutralQuestion: '감사합니다! 어떻게 하면 더 쉬웠을까요?',
  negativeQuestion: '죄송합니다. 어떤 점이 어려우셨나요?',
  positiveThanks: '감사합니다! 큰 힘이 됩니다.',
  neutralThanks: '감사합니다! 더 나아지는 데 도움이 됩니다.',
  negativeThanks: '감사합니다! 의견을 바탕으로 개선하겠습니다.',
};
