import type { NpsWords } from './en.js';

export const words: NpsWords = {
  opened: '页面上出现了一个问题。',
  plainQuestion: '您有多大可能向朋友或同事推荐我们？',
  productQuestion: '您有多大可能向朋友或同事推荐 {product}？',
  lowLabel: '完全不可能',
  highLabel: '非常可能',
  choose: '请选择 0 到 10 之间的一个数字。',
  promoterQuestion: '太好了！您最喜欢哪一点？',
  passiveQuestion: '谢谢您！怎样改进会让您更满意？',
  detractorQuestion: '感谢您坦诚相告。您希望我们最先改进什么？',
  promoterThanks: '谢谢您！这对我们意义重大。',
  passiveThanks: '谢谢您！您的回答会帮助我们做得更好。',
  detractorThanks: '谢谢您！我们会根据您的意见认真改进。',
};
