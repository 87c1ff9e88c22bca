export const widget = 'aha-csat';

const product = { product: 'Helloword' };
const choose =
  (at) =>
  ({ click }) =>
    click(`label:nth-of-type(${at}) input`);

/** What a person can see of it. */
export const states = [
  { title: 'faces with words', attributes: product },
  { title: 'a face is chosen', attributes: product, act: choose(4) },
  { title: 'stars', attributes: { ...product, look: 'stars' }, act: choose(3) },
  { title: 'numbers, one to seven', attributes: { ...product, look: 'numbers', scale: '1-7' }, act: choose(6) },
  {
    title: 'a question of the product’s own',
    settings: {
      question: { en: 'How was the export?', 'zh-CN': '导出体验如何？', ar: 'كيف كان التصدير؟' },
    },
  },
  {
    title: 'nothing is chosen',
    attributes: product,
    act: async ({ click, until }) => {
      await click('[part=submit]');
      await until('[part=problem]');
    },
  },
  {
    title: 'what went wrong',
    attributes: product,
    act: async (stage) => {
      await choose(1)(stage);
      await stage.click('[part=submit]');
      await stage.until('[part=comment]');
    },
  },
  {
    title: 'the thanks',
    attributes: product,
    act: async (stage) => {
      await choose(5)(stage);
      await stage.click('[part=submit]');
      await stage.until('[part=comment]');
      await stage.click('[part=skip]');
      await stage.until('[part=thanks]');
    },
  },
];
