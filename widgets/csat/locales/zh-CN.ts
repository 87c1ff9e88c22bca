import { common } from '../../shared/locales/zh-CN.js';
import type { CsatWords } from './en.js';

export const words: typeof common & CsatWords = {
  ...common,
  opened: '页面上出现了一个问题。',
  plainQuestion: '您对我们满意吗？',
  productQuestion: '您对 {product} 满意吗？',
  lowLabel: '非常不满意',
  label2: '不满意',
  label3: '一般',
  label4: '满意',
  highLabel: '非常满意',
  positiveQuestion: '太好了！您最喜欢哪一点？',
  neutralQuestion: '谢谢您！怎样会更好？',
  negativeQuestion: '很抱歉。哪里出了问题？',
  positiveThanks: '谢谢您！这对我们意义重大。',
  neutralThanks: '谢谢您！您的回答会帮助我们做得更好。',
  negativeThanks: '谢谢您！我们会根据您的意见认真改进。',
};
