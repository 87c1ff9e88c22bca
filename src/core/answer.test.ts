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

test.each([{ survey: '' }, { kind: 'stars' as 'nps' }, { score: 11 }, { score: 7.5 }, { score: NaN }])(
  '%j is no answer',
  (changes) => expect(event(changes)).toBeNull(),
);
