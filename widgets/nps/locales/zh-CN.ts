import { common } from '../../shared/locales/zh-CN.js';
import type { NpsWords } from './en.js';

export const words: typeof common & NpsWords = {
  ...common,
  opened: '页面上出现了一个问题。',
  plainQuestion: '您有多大可能向朋友或同事推荐我们？',
  productQuestion: '您有多大可能向朋友或同事推荐 {product}？',
  lowLabel: '完全不可能',
  highLabel: '非常可能',
};
