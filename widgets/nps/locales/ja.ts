import type { NpsWords } from './en.js';

export const words: NpsWords = {
  opened: 'このページに質問が表示されました。',
  plainQuestion: '当社を友人や同僚にすすめる可能性はどのくらいありますか？',
  productQuestion: '{product} を友人や同僚にすすめる可能性はどのくらいありますか？',
  lowLabel: 'まったくすすめたくない',
  highLabel: '非常にすすめたい',
  choose: '0 から 10 の数字を選んでください。',
  promoterQuestion: 'ありがとうございます！特に気に入っている点は何ですか？',
  passiveQuestion: 'ありがとうございます！どうすればさらに良くなりますか？',
  detractorQuestion: '率直なご意見をありがとうございます。最初に改善すべき点は何ですか？',
  promoterThanks: 'ありがとうございます！とても励みになります。',
  passiveThanks: 'ありがとうございます！いただいた回答を改善に役立てます。',
  detractorThanks: 'ありがとうございます！ご意見をもとに改善に努めます。',
};
