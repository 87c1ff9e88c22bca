import type { NpsWords } from './en.js';

export const words: NpsWords = {
  opened: '頁面上出現了一個問題。',
  plainQuestion: '您有多大可能向朋友或同事推薦我們？',
  productQuestion: '您有多大可能向朋友或同事推薦 {product}？',
  lowLabel: '完全不可能',
  highLabel: '非常可能',
  choose: '請選擇 0 到 10 之間的一個數字。',
  promoterQuestion: '太好了！您最喜歡哪一點？',
  passiveQuestion: '謝謝您！怎樣改進會讓您更滿意？',
  detractorQuestion: '感謝您坦誠相告。您希望我們最先改進什麼？',
  promoterThanks: '謝謝您！這對我們意義重大。',
  passiveThanks: '謝謝您！您的回答會幫助我們做得更好。',
  detractorThanks: '謝謝您！我們會根據您的意見認真改進。',
};
