import type { Common } from './en.js';

/** 繁體中文 */
export const common: Common = {
  lang: 'zh-TW',
  submit: '送出',
  close: '關閉',
  later: '稍後',
  optional: '選填',
  notSaved: '尚未儲存，請再試一次。',
};
