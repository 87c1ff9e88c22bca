import type { Common } from './en.js';

/** 한국어 */
export const common: Common = {
  lang: 'ko',
  submit: '제출',
  close: '닫기',
  later: '나중에',
  optional: '선택 사항',
  notSaved: '아직 저장되지 않았습니다. 다시 시도해 주세요.',
};
