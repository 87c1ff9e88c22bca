import type { Common } from './en.js';

/** 简体中文 */
export const common: Common = {
  lang: 'zh-CN',
  submit: '提交',
  close: '关闭',
  later: '稍后',
  optional: '选填',
  notSaved: '尚未保存，请重试。',
};
