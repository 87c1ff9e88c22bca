import { common } from '../../shared/locales/zh-CN.js';
import type { CesWords } from './en.js';

export const words: typeof common & CesWords = {
  ...common,
  opened: '页面上出现了一个问题。',
  plainQuestion: '完成您想做的事有多容易？',
  productQuestion: '使用 {product} 完成您想做的事有多容易？',
  lowLabel: '非常困难',
  highLabel: '非常容易',
  positiveQuestion: '太好了！是什么让它变得容易？',
  neutralQuestion: '谢谢您！怎样会更容易？',
  negativeQuestion: '很抱歉。难在哪里？',
  positiveThanks: '谢谢您！这对我们意义重大。',
  neutralThanks: '谢谢您！您的回答会帮助我们做得更好。',
  negativeThanks: '谢谢您！我们会根据您的意见认真改进。',
};
