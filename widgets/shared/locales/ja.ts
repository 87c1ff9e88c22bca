import type { Common } from './en.js';

/** 日本語 */
export const common: Common = {
  lang: 'ja',
  submit: '送信',
  close: '閉じる',
  later: 'あとで',
  optional: '任意',
  notSaved: 'まだ保存されていません。もう一度お試しください。',
};
