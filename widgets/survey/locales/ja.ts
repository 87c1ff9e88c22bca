import { common } from '../../shared/locales/ja.js';
import type { MoreWords } from './en.js';

export const words: typeof common & MoreWords = {
  ...common,
  opened: 'このページに質問が表示されました。',
  step: '質問 {n} / {total}',
  send: '送信',
  skip: 'スキップ',
  retry: 'もう一度試す',
  next: '次へ',
  back: '戻る',
  other: 'その他',
  choose: '回答を選んでください。',
  required: '入力してください。',
  emailInvalid: 'メールアドレスを入力してください（例：name@example.com）。',
  tick: '続けるにはチェックを入れてください。',
  quote: '名前とともに引用してもかまいません',
  contactQuestion: 'この件でご連絡してもよろしいですか？',
  contactHint: 'メールアドレス（ご返信のためだけに使います）',
  noThanks: 'いいえ、結構です',
  thanks: 'ありがとうございます！いただいた回答を改善に役立てます。',
  promoterQuestion: 'ありがとうございます！特に気に入っている点は何ですか？',
  passiveQuestion: 'ありがとうございます！どうすればさらに良くなりますか？',
  detractorQuestion: '率直なご意見をありがとうございます。最初に改善すべき点は何ですか？',
  promoterThanks: 'ありがとうございます！とても励みになります。',
  passiveThanks: 'ありがとうございます！いただいた回答を改善に役立てます。',
  detractorThanks: 'ありがとうございます！ご意見をもとに改善に努めます。',
};
