import { common } from '../../shared/locales/ko.js';
import type { MoreWords } from './en.js';

export const words: typeof common & MoreWords = {
  ...common,
  opened: '이 페이지에 질문이 표시되었습니다.',
  step: '질문 {n}/{total}',
  send: '보내기',
  skip: '건너뛰기',
  retry: '다시 시도',
  next: '다음',
  back: '이전',
  other: '기타',
  choose: '답변을 선택해 주세요.',
  required: '내용을 입력해 주세요.',
  emailInvalid: 'name@example.com과 같은 이메일 주소를 입력해 주세요.',
  tick: '계속하려면 체크해 주세요.',
  quote: '제 이름과 함께 인용해도 좋습니다',
  contactQuestion: '이 일로 연락드려도 될까요?',
  contactHint: '이메일 주소(답변 용도로만 사용합니다)',
  noThanks: '괜찮습니다',
  thanks: '감사합니다! 더 나아지는 데 도움이 됩니다.',
  promoterQuestion: '감사합니다! 어떤 점이 가장 마음에 드시나요?',
  passiveQuestion: '감사합니다! 어떻게 하면 더 좋아질까요?',
  detractorQuestion: '솔직한 의견 감사합니다. 무엇부터 개선하면 좋을까요?',
  promoterThanks: '감사합니다! 큰 힘이 됩니다.',
  passiveThanks: '감사합니다! 더 나아지는 데 도움이 됩니다.',
  detractorThanks: '감사합니다! 의견을 바탕으로 개선하겠습니다.',
};
