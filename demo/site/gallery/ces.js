export const widget = 'aha-ces';

const choose =
  (at) =>
  ({ click }) =>
    click(`label:nth-of-type(${at}) input`);

/** What a person can see of it. */
export const states = [
  { title: 'the question' },
  { title: 'a number is chosen', attributes: { product: 'Helloword' }, act: choose(6) },
  { title: 'seven faces', attributes: { look: 'emoji' }, act: choose(2) },
  { title: 'it can be put off', attributes: { snooze: '' } },
  {
    title: 'what made it difficult',
    act: async (stage) => {
      await choose(2)(stage);
      await stage.click('[part=submit]');
      await stage.until('[part=comment]');
    },
  },
  {
    title: 'the thanks',
    act: async (stage) => {
      await choose(7)(stage);
      await stage.click('[part=submit]');
      await stage.until('[part=comment]');
      await stage.click('[part=skip]');
      await stage.until('[part=thanks]');
    },
  },
];
