export const widget = 'aha-nps';

const product = { product: 'Helloword' };
const score =
  (value) =>
  async ({ click }) => {
    await click(`label:nth-of-type(${value + 1}) input`);
  };
const answered = (value) => async (stage) => {
  await score(value)(stage);
  await stage.click('[part=submit]');
  await stage.until('[part=comment]');
};

/** What a person can see of it. */
export const states = [
  { title: 'the question', attributes: product },
  { title: 'a number is chosen', attributes: product, act: score(9) },
  {
    title: 'no number is chosen',
    attributes: product,
    act: async ({ click, until }) => {
      await click('[part=submit]');
      await until('[part=problem]');
    },
  },
  { title: 'a promoter may be quoted', attributes: { ...product, testimonial: '' }, act: answered(10) },
  { title: 'a detractor says why', attributes: product, act: answered(2) },
  {
    title: 'a detractor may leave an address',
    attributes: { ...product, contact: '' },
    act: async (stage) => {
      await answered(2)(stage);
      await stage.click('[part=submit]');
      await stage.until('[part=email]');
    },
  },
  {
    title: 'not saved yet',
    attributes: product,
    act: async (stage) => {
      stage.element.addEventListener('aha-answer', ({ detail }) =>
        detail.waitUntil(Promise.reject(new Error('offline'))),
      );
      await score(7)(stage);
      await stage.click('[part=submit]');
      await stage.until('[part=problem]');
    },
  },
  {
    title: 'the thanks',
    attributes: product,
    act: async (stage) => {
      await answered(8)(stage);
      await stage.click('[part=skip]');
      await stage.until('[part=thanks]');
    },
  },
  {
    title: 'in the corner, with a later',
    attributes: { ...product, placement: 'corner', open: '' },
    act: ({ until }) => until('[part=later]'),
  },
];
