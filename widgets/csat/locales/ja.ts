import { common } from '../../shared/locales/ja.js';
import type { CsatWords } from './en.js';

export const words: typeof common & CsatWords = {
  ...common,
  opened: 'このページに質問が表示されました。',
  plainQuestion: '当社のサービスにどのくらい満足していますか？',
  productQuestion: '{product} にどのくらい満足していますか？',
  lowLabel: 'とても不満',
  label2: '不満',
  label3: 'どちらでもない',
  label4: '満足',
  highLabel: 'とても満足',
  positiveQuestion: 'ありがとうございます！特に良かった点は何ですか？',
  neutralQuestion: 'ありがとうございます！どうすればさらに良くなりますか？',
  negativeQuestion: '申し訳ありません。どのような点が問題でしたか？',
  positiveThanks: 'ありがとうございます！とても励みになります。',
  neutralThanks: 'ありがとうございます！いただいた回答を改善に役立てます。',
  negativeThanks: 'ありがとうございます！ご意見をもとに改善に努めます。',
};
