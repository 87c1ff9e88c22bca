import { common } from '../../shared/locales/zh-TW.js';
import type { CesWords } from './en.js';

export const words: typeof common & CesWords = {
  ...common,
  opened: '頁面上出現了一個問題。',
  plainQuestion: '完成您想做的事有多容易？',
  productQuestion: '使用 {product} 完成您想做的事有多容易？',
  lowLabel: '非常困難',
  highLabel: '非常容易',
  positiveQuestion: '太好了！是什麼讓它變得容易？',
  neutralQuestion: '謝謝您！怎樣會更容易？',
  negativeQuestion: '很抱歉。難在哪裡？',
  positiveThanks: '謝謝您！這對我們意義重大。',
  neutralThanks: '謝謝您！您的回答會幫助我們做得更好。',
  negativeThanks: '謝謝您！我們會根據您的意見認真改進。',
};
