import { common } from '../../shared/locales/zh-CN.js';
import type { MoreWords } from './en.js';

export const words: typeof common & MoreWords = {
  ...common,
  opened: '页面上出现了一个问题。',
  step: '第 {n} 题，共 {total} 题',
  send: '发送',
  skip: '跳过',
  retry: '重试',
  next: '下一题',
  back: '上一题',
  other: '其他',
  choose: '请选择一个答案。',
  required: '请填写此项。',
  emailInvalid: '请输入电子邮箱地址，例如 name@example.com。',
  tick: '请勾选后继续。',
  quote: '可以署名引用我的话',
  contactQuestion: '我们可以就此与您联系吗？',
  contactHint: '您的电子邮箱，仅用于回复您。',
  noThanks: '不用了',
  thanks: '谢谢您！您的回答会帮助我们做得更好。',
  promoterQuestion: '太好了！您最喜欢哪一点？',
  passiveQuestion: '谢谢您！怎样改进会让您更满意？',
  detractorQuestion: '感谢您坦诚相告。您希望我们最先改进什么？',
  promoterThanks: '谢谢您！这对我们意义重大。',
  passiveThanks: '谢谢您！您的回答会帮助我们做得更好。',
  detractorThanks: '谢谢您！我们会根据您的意见认真改进。',
};
