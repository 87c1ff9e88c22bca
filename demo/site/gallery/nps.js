const toFollowUp =
  (score) =>
  async ({ click, until }) => {
    await click(`.cell:nth-child(${score + 1}) input`);
    await click('[part~=submit]');
    await until('textarea');
  };

export const widget = 'aha-nps';
export const states = [
  { title: 'the question', attributes: { survey: 'relationship', product: 'Helloword' } },
  {
    title: 'a number is chosen',
    attributes: { survey: 'relationship', product: 'Helloword' },
    act: async ({ click }) => click('.cell:nth-child(10) input'),
  },
  {
    title: 'nothing is chosen yet',
    attributes: { survey: 'relationship', product: 'Helloword' },
    act: async ({ click, until }) => {
      await click('[part~=submit]');
      await until('[part~=problem]');
    },
  },
  { title: 'what a promoter is asked', attributes: { survey: 'relationship' }, act: toFollowUp(9) },
  { title: 'what a detractor is asked', attributes: { survey: 'relationship' }, act: toFollowUp(3) },
  {
    title: 'thanks',
    attributes: { survey: 'relationship' },
    act: async (hands) => {
      await toFollowUp(9)(hands);
      await hands.click('[part~=skip]');
      await hands.until('[part~=thanks]');
    },
  },
  { title: 'in the corner', attributes: { survey: 'corner', product: 'Helloword', placement: 'corner', open: '' } },
];
