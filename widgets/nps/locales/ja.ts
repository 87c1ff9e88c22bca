import { common } from '../../shared/locales/ja.js';
import type { NpsWords } from './en.js';

export const words: typeof common & NpsWords = {
  ...common,
  opened: 'このページに質問が表示されました。',
  plainQuestion: '当社を友人や同僚にすすめる可能性はどのくらいありますか？',
  productQuestion: '{product} を友人や同僚にすすめる可能性はどのくらいありますか？',
  lowLabel: 'まったくすすめたくない',
  highLabel: '非常にすすめたい',
};
