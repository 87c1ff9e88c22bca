import { expect, test } from 'vitest';
import { answerEvent, type Answer } from './answer.js';
import { npsGroup } from '../wire/nps-group.js';

const answer: Answer = { survey: 'relationship', kind: 'nps', score: 9 };
const event = (changes: Partial<Answer>) => answerEvent({ ...answer, ...changes }, () => 'r1');

test('scores fall into the three groups of NPS', () => {
  const groups = Array.from({ length: 11 }, (_, score) => npsGroup(score));
  expect(groups).toEqual([...Array(7).fill('detractor'), 'passive', 'passive', 'promoter', 'promoter']);
});

test('an answer becomes Survey Submitted, a partial one Survey Answered, under one response id', () => {
  expect(event({ comment: '很好' })).toEqual({
    event: 'Survey Submitted',
    properties: {
      survey_id: 'relationship',
      survey_kind: 'nps',
      response_id: 'r1',
      partial: false,
      score: 9,
      group: 'promoter',
      comment: '很好',
    },
  });
  expect(event({ partial: true, responseId: 'r0' })).toMatchObject({
    event: 'Survey Answered',
    properties: { response_id: 'r0', partial: true },
  });
});

test.each([
  { survey: '' },
  { kind: 'stars' as 'nps' },
  { score: 11 },
  { score: 7.5 },
  { score: NaN },
  { scale: [0, 100] as const, score: 50 },
])('%j is no answer', (changes) => expect(event(changes)).toBeNull());

test.each<[Partial<Answer>, boolean]>([
  [{ scale: [0, 100], score: 50 }, false],
  [{ kind: 'csat', score: 1 }, true],
  [{ kind: 'csat', score: 5 }, true],
  [{ kind: 'csat', score: 0 }, false],
  [{ kind: 'csat', score: 6 }, false],
  [{ kind: 'csat', score: 3.5 }, false],
  [{ kind: 'csat', score: 10, scale: [0, 10] }, true],
  [{ kind: 'ces', score: 7 }, true],
  [{ kind: 'ces', score: 8 }, false],
  [{ kind: 'ces', score: 6, scale: [1, 5] }, false],
  [{ kind: 'survey', score: -3.5 }, true],
  [{ kind: 'survey', score: Infinity }, false],
  [{ kind: 'survey', score: NaN }, false],
  [{ kind: 'constructor' as 'csat', score: 3 }, false],
])('%j is an answer: %j', (changes, is) => expect(event(changes) !== null).toBe(is));

test('more may be kept with an answer, and takes nothing of its own away', () => {
  const properties = { survey_id: 'x', question_id: 'why', answers: { why: 'price' }, may_contact: true };
  expect(event({ kind: 'csat', score: 2, group: 'negative', properties })?.properties).toMatchObject({
    survey_id: 'relationship',
    survey_kind: 'csat',
    score: 2,
    group: 'negative',
    question_id: 'why',
    answers: { why: 'price' },
    may_contact: true,
  });
  expect(event({ group: 'negative' })?.properties).toMatchObject({ group: 'promoter' });
});
