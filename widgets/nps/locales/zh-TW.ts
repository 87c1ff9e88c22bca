import { common } from '../../shared/locales/zh-TW.js';
import type { NpsWords } from './en.js';

export const words: typeof common & NpsWords = {
  ...common,
  opened: '頁面上出現了一個問題。',
  plainQuestion: '您有多大可能向朋友或同事推薦我們？',
  productQuestion: '您有多大可能向朋友或同事推薦 {product}？',
  lowLabel: '完全不可能',
  highLabel: '非常可能',
};
