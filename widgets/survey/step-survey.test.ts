import { describe, expect, test } from 'vitest';
import { holds } from './holds.js';
import { scoreGroup, type Question } from './question.js';
import { onPath, stepSurvey, told, type Way } from './step-survey.js';

const scale: Question = { id: 'ease', kind: 'scale', title: 'Easy?', from: 1, to: 5, required: true };
const reason: Question = {
  id: 'reason',
  kind: 'choices',
  title: 'Why?',
  options: [{ id: 'price', label: 'Price' }],
  other: 'Else',
  required: true,
};
const comment: Question = { id: 'comment', kind: 'text', title: 'More?' };
const email: Question = { id: 'email', kind: 'email', title: 'E-mail?', required: true };
const consent: Question = {
  id: 'terms',
  kind: 'consent',
  title: 'Terms',
  required: true,
  tick: { id: 'terms', label: 'I agree' },
};
const branching: Question = {
  ...scale,
  next: [
    { if: { group: 'positive' }, to: 'comment' },
    { if: { ease: { $lte: 1 } }, to: 'end' },
  ],
};
const survey = [branching, reason, comment];
const at = (id: string, answers: Way['answers'] = {}): Way => ({ path: [id], answers });

describe('a survey goes on', () => {
  test.each<[string, number, object]>([
    ['by the group of a score', 5, { path: ['ease', 'comment'], done: false }],
    ['by an answer, to the end', 1, { path: ['ease'], done: true }],
    ['in order where no condition holds', 3, { path: ['ease', 'reason'], done: false }],
  ])('%s', (_how, ease, step) => {
    expect(stepSurvey(survey, { path: [], answers: { ease } }, 'next')).toMatchObject(step);
  });

  test('only further on: back to an earlier question it does not', () => {
    const back = [scale, { ...comment, next: [{ to: 'ease' }] }];
    expect(stepSurvey(back, { path: ['ease', 'comment'], answers: { ease: 3 } }, 'next')).toMatchObject({ done: true });
  });

  test('not without an answer that is needed', () => {
    expect(stepSurvey(survey, at('ease'), 'next')).toEqual({ problem: 'choose' });
    expect(stepSurvey(survey, at('reason', { reason: [] }), 'next')).toEqual({ problem: 'choose' });
    expect(stepSurvey(survey, at('reason', { reason: ['other'], reason_other: ' ' }), 'next')).toEqual({
      problem: 'required',
    });
    expect(stepSurvey([{ ...comment, required: true }], at('comment', { comment: '  ' }), 'next')).toEqual({
      problem: 'required',
    });
    expect(stepSurvey([consent], at('terms', { terms: false }), 'next')).toEqual({ problem: 'tick' });
    expect(stepSurvey([consent], at('terms', { terms: true }), 'next')).toMatchObject({ done: true });
  });

  test.each(['', 'nobody', 'a@b', 'a b@c.de', '@c.de', 'a@.de'])('not with the address %j', (address) => {
    expect(stepSurvey([email], at('email', { email: address }), 'next')).toEqual({ problem: 'emailInvalid' });
  });

  test('with an address as people write it', () => {
    expect(stepSurvey([email], at('email', { email: ' 李雷@例子.公司 ' }), 'next')).toMatchObject({ done: true });
  });

  test('back to where the person came from, and keeps what they said', () => {
    const way = { path: ['ease', 'reason'], answers: { ease: 3, reason: ['price'] } };
    expect(stepSurvey(survey, way, 'back')).toEqual({ path: ['ease'], answers: way.answers, done: false });
  });

  test('a skipped question takes back what was said to it', () => {
    expect(stepSurvey([email], at('email', { email: 'a@b.cd' }), 'skip')).toMatchObject({ answers: {}, done: true });
  });

  test('what is kept of a question that there is no longer begins at the first', () => {
    expect(stepSurvey(survey, at('gone', { ease: 5 }), 'next')).toMatchObject({ path: ['ease', 'comment'] });
    expect(stepSurvey([], at('gone'), 'next')).toMatchObject({ done: true });
  });
});

describe('what is told', () => {
  const answers = { ease: 2, reason: ['price', 'other'], reason_other: ' slow ', comment: ' ok ', email: 'a@b.cd' };

  test('is what was said on the way, and not on one that was left', () => {
    expect(onPath([...survey, email], { path: ['ease', 'reason'], answers })).toEqual({
      ease: 2,
      reason: ['price', 'other'],
      reason_other: 'slow',
    });
    expect(onPath(survey, { path: ['reason'], answers: { reason: ['price'], reason_other: 'left over' } })).toEqual({
      reason: ['price'],
    });
  });

  test('has score, scale, group and comment, and by id all answers of a survey', () => {
    const path = ['ease', 'reason', 'comment', 'email'];
    expect(told('survey', [...survey, email], { path, answers }, 'email')).toEqual({
      score: 2,
      scale: [1, 5],
      group: 'negative',
      comment: 'ok',
      properties: {
        question_id: 'email',
        email: 'a@b.cd',
        may_contact: true,
        answers: { ease: 2, reason: ['price', 'other'], reason_other: 'slow', comment: 'ok', email: 'a@b.cd' },
      },
    });
  });

  test('says that somebody may not be contacted who skipped the address', () => {
    expect(told('csat', [scale, email], { path: ['ease', 'email'], answers: { ease: 1 } }, 'email')).toMatchObject({
      properties: { may_contact: false },
    });
  });
});

test('groups: of NPS on 0–10, else above, at and below the middle', () => {
  expect([6, 7, 9].map((score) => scoreGroup(score, 0, 10))).toEqual(['detractor', 'passive', 'promoter']);
  expect([1, 2, 3, 4, 5].map((score) => scoreGroup(score, 1, 5)[0])).toEqual(['n', 'n', 'n', 'p', 'p']);
  expect([3, 4, 5].map((score) => scoreGroup(score, 1, 7))).toEqual(['negative', 'neutral', 'positive']);
});

test.each<[unknown, boolean]>([
  [undefined, true],
  [{}, true],
  [{ score: 3 }, true],
  [{ score: '3' }, false],
  [{ score: { $gte: 3, $lt: 4 } }, true],
  [{ score: { $gt: 3 } }, false],
  [{ many: 'b' }, true],
  [{ many: { $in: ['x', 'a'] } }, true],
  [{ many: { $nin: ['a'] } }, false],
  [{ many: { $ne: 'c' } }, true],
  [{ gone: { $exists: false } }, true],
  [{ score: { $exists: true } }, true],
  [{ gone: { $lt: 5 } }, false],
  [{ score: 3, gone: 1 }, false],
  [{ score: { $regex: '(a+)+$' } }, false],
  [{ constructor: { $exists: true } }, false],
  ['score > 3', false],
  [[], false],
])('a condition %j holds: %j', (condition, held) => {
  expect(holds(condition, { score: 3, many: ['a', 'b'] })).toBe(held);
});
