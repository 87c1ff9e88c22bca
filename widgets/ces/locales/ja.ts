import { common } from '../../shared/locales/ja.js';
import type { CesWords } from './en.js';

export const words: typeof common & CesWords = {
  ...common,
  opened: 'このページに質問が表示されました。',
  plainQuestion: 'やりたいことをどのくらい簡単にできましたか？',
  productQuestion: '{product} でやりたいことをどのくらい簡単にできましたか？',
  lowLabel: 'とても難しかった',
  highLabel: 'とても簡単だった',
  positiveQuestion: 'ありがとうございます！簡単だったのはなぜですか？',
  neutralQuestion: 'ありがとうございます！どうすればもっと簡単になりますか？',
  negativeQuestion: '申し訳ありません。難しかったのはどのような点ですか？',
  positiveThanks: 'ありがとうございます！とても励みになります。',
  neutralThanks: 'ありがとうございます！いただいた回答を改善に役立てます。',
  negativeThanks: 'ありがとうございます！ご意見をもとに改善に努めます。',
};
