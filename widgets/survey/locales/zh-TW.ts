import { common } from '../../shared/locales/zh-TW.js';
import type { MoreWords } from './en.js';

export const words: typeof common & MoreWords = {
  ...common,
  opened: '頁面上出現了一個問題。',
  step: '第 {n} 題，共 {total} 題',
  send: '傳送',
  skip: '略過',
  retry: '重試',
  next: '下一題',
  back: '上一題',
  other: '其他',
  choose: '請選擇一個答案。',
  required: '請填寫此項。',
  emailInvalid: '請輸入電子郵件地址，例如 name@example.com。',
  tick: '請勾選後繼續。',
  quote: '可以具名引用我的話',
  contactQuestion: '我們可以就此與您聯絡嗎？',
  contactHint: '您的電子郵件地址，僅用於回覆您。',
  noThanks: '不用了',
  thanks: '謝謝您！您的回答會幫助我們做得更好。',
  promoterQuestion: '太好了！您最喜歡哪一點？',
  passiveQuestion: '謝謝您！怎樣改進會讓您更滿意？',
  detractorQuestion: '感謝您坦誠相告。您希望我們最先改進什麼？',
  promoterThanks: '謝謝您！這對我們意義重大。',
  passiveThanks: '謝謝您！您的回答會幫助我們做得更好。',
  detractorThanks: '謝謝您！我們會根據您的意見認真改進。',
};
