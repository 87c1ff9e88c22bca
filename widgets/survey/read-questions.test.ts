import { expect, test } from 'vitest';
import { readQuestions } from './read-questions.js';

function read(questions: unknown) {
  const told: string[] = [];
  const asked = readQuestions(questions, {
    text: (given) => (typeof given === 'string' ? given : ''),
    words: { other: 'Something else', optional: 'Optional' },
    refuse: (code) => void told.push(code),
  });
  return { asked, told };
}

test('every kind is asked as it is said', () => {
  const { asked, told } = read([
    { id: 'ease', kind: 'scale', title: 'Easy?', scale: [1, 7], look: 'stars', low: 'No', high: 'Yes' },
    { id: 'one', kind: 'choice', title: 'Which?', options: ['a', { id: 'b', label: 'B' }], next: [{ to: 'end' }] },
    { id: 'many', kind: 'choices', title: 'Which ones?', options: ['a'], other: true },
    { id: 'why', title: 'Why?', hint: 'In short' },
    { id: 'email', kind: 'email', title: 'E-mail?', required: true },
    { id: 'terms', kind: 'consent', title: 'Terms', label: 'I agree', required: true },
  ]);
  expect(told).toEqual([]);
  expect(asked).toMatchObject([
    { from: 1, to: 7, look: 'stars', low: 'No', high: 'Yes', required: true },
    {
      options: [
        { id: 'a', label: 'a' },
        { id: 'b', label: 'B' },
      ],
      other: '',
      next: [{ to: 'end' }],
    },
    { other: 'Something else' },
    { kind: 'text', hint: 'In short · Optional' },
    { kind: 'email', required: true },
    { tick: { id: 'terms', label: 'I agree' } },
  ]);
});

const fine = { id: 'fine', title: 'Fine?' };
test.each<[string, unknown]>([
  ['question-id-invalid', { title: 'No id' }],
  ['question-id-invalid', { id: 'fine', title: 'Twice' }],
  ['question-id-invalid', { id: 'end', title: 'A word of ours' }],
  ['question-id-invalid', { id: '__proto__', title: 'Polluted' }],
  ['question-id-invalid', 'text'],
  ['question-id-invalid', null],
  ['question-kind-unknown', { id: 'a', kind: 'matrix', title: 'Matrix?' }],
  ['question-title-missing', { id: 'a', title: ' '.trim() }],
  ['question-title-missing', { id: 'a', title: 42 }],
  ['question-options-missing', { id: 'a', kind: 'choice', title: 'Which?' }],
  ['question-options-missing', { id: 'a', kind: 'choice', title: 'Which?', options: 'all' }],
])('%s: what cannot be asked is told and left out, the others are asked', (code, question) => {
  const { asked, told } = read([fine, question]);
  expect(told).toEqual([code]);
  expect(asked.map(({ id }) => id)).toEqual(['fine']);
});

test.each<[string, object]>([
  ['scale-invalid', { kind: 'scale', scale: [1, 100] }],
  ['scale-invalid', { kind: 'scale', scale: 'many' }],
  ['look-invalid', { kind: 'scale', look: 'hearts' }],
  ['question-option-invalid', { kind: 'choice', options: ['a', { id: 'other', label: 'Other' }] }],
  ['question-next-unknown', { next: [{ to: 'nowhere' }] }],
  ['question-next-unknown', { next: [{ to: 'a' }] }],
  ['question-next-invalid', { next: ['end'] }],
  ['question-next-invalid', { next: [{ if: 'score > 3', to: 'end' }] }],
  ['question-next-invalid', { next: [{ if: { a: { $regex: 'x' } }, to: 'end' }] }],
])('%s: the question is asked without it', (code, more) => {
  const { asked, told } = read([{ id: 'a', title: 'A?', ...more }]);
  expect(told).toEqual([code]);
  expect(asked).toHaveLength(1);
  expect(asked[0]!.next).toEqual([]);
});

test.each([undefined, null, 'text', [], {}])('of %j nothing is asked, and it is told', (questions) => {
  expect(read(questions)).toEqual({ asked: [], told: ['questions-missing'] });
});

test('eleven faces are numbers', () => {
  expect(read([{ id: 'a', kind: 'scale', title: 'A?', scale: [0, 10], look: 'emoji' }]).asked).toMatchObject([
    { look: 'numbers' },
  ]);
});
