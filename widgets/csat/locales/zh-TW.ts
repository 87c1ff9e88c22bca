import { common } from '../../shared/locales/zh-TW.js';
import type { CsatWords } from './en.js';

export const words: typeof common & CsatWords = {
  ...common,
  opened: '頁面上出現了一個問題。',
  plainQuestion: '您對我們滿意嗎？',
  productQuestion: '您對 {product} 滿意嗎？',
  lowLabel: '非常不滿意',
  label2: '不滿意',
  label3: '普通',
  label4: '滿意',
  highLabel: '非常滿意',
  positiveQuestion: '太好了！您最喜歡哪一點？',
  neutralQuestion: '謝謝您！怎樣會更好？',
  negativeQuestion: '很抱歉。哪裡出了問題？',
  positiveThanks: '謝謝您！這對我們意義重大。',
  neutralThanks: '謝謝您！您的回答會幫助我們做得更好。',
  negativeThanks: '謝謝您！我們會根據您的意見認真改進。',
};
