import { common } from '../../shared/locales/ko.js';
import type { CsatWords } from './en.js';

export const words: typeof common & CsatWords = {
  ...common,
  opened: '이 페이지에 질문이 표시되었습니다.',
  plainQuestion: '저희 서비스에 얼마나 만족하시나요?',
  productQuestion: '{product}에 얼마나 만족하시나요?',
  lowLabel: '매우 불만족',
  label2: '불만족',
  label3: '보통',
  label4: '만족',
  highLabel: '매우 만족',
  positiveQuestion: '감사합니다! 어떤 점이 가장 좋으셨나요?',
  neutralQuestion: '감사합니다! 어떻게 하면 더 좋았을까요?',
  negativeQuestion: '죄송합니다. 어떤 점이 불편하셨나요?',
  positiveThanks: '감사합니다! 큰 힘이 됩니다.',
  neutralThanks: '감사합니다! 더 나아지는 데 도움이 됩니다.',
  negativeThanks: '감사합니다! 의견을 바탕으로 개선하겠습니다.',
};
