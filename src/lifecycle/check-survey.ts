import { checkBoolean, checkText, objectOf, type CheckSettings, type Settings } from './check-parts.js';
import { isObject } from './logic.js';
import type { Place } from './mistake.js';
import { durationOf, listOf, numberOf, oneOf } from './read-parts.js';

const KINDS = ['text', 'scale', 'choice', 'choices', 'email', 'consent'] as const;
const LOOKS = ['numbers', 'stars', 'emoji'] as const;
const OPERATORS = ['$eq', '$ne', '$in', '$nin', '$gt', '$gte', '$lt', '$lte', '$exists'];
const MEMBERS = [
  ...['id', 'kind', 'title', 'hint', 'required', 'scale', 'look', 'low', 'high', 'labels', 'options', 'other', 'label'],
  'next',
];
/** All other settings are words. */
const NOT_WORDS = [
  ...['kind', 'surface', 'sample', 'minTime', 'again', 'snooze', 'testimonial', 'contact', 'scale', 'look'],
  ...['questions', 'tokens'],
];
const MAX_QUESTIONS = 30;
const MAX_OPTIONS = 20;
const END = 'end';

/** Looks through the settings of `<aha-nps>`, `<aha-csat>`, `<aha-ces>` and `<aha-survey>` as docs/widgets.md has them. */
export const checkSurvey: CheckSettings = (settings, at) => {
  const { kind, sample, minTime, again, snooze, scale, look, questions, tokens } = settings;
  numberOf(sample, at.at('sample'), 1, 0, 1);
  durationOf(minTime, at.at('minTime'), null);
  durationOf(again, at.at('again'), null);
  if (snooze !== 'off') checkBoolean(snooze, at.at('snooze'));
  for (const name of ['testimonial', 'contact']) checkBoolean(settings[name], at.at(name));
  checkScale(scale, at.at('scale'));
  oneOf(look, LOOKS, at.at('look'), 'numbers');
  if (tokens !== undefined && !isObject(tokens)) at.at('tokens').note('definition-invalid', tokens, 'give an object');
  if (kind === 'survey') checkQuestions(questions, at.at('questions'));
  for (const [name, text] of Object.entries(settings)) if (!NOT_WORDS.includes(name)) checkText(text, at.at(name));
};

function checkScale(scale: unknown, at: Place): void {
  if (scale === undefined) return;
  const ends: readonly unknown[] =
    typeof scale === 'string' ? scale.split(/[-–]/).map(Number) : Array.isArray(scale) ? scale : [];
  const [from, to] = ends;
  const fine = ends.length === 2 && (from === 0 || from === 1) && Number.isInteger(to) && (to as number) > from;
  if (!fine || (to as number) > 10)
    at.note('definition-invalid', scale, 'give its ends, such as [1, 5]: from 0 or 1 to at most 10');
}

function checkQuestions(value: unknown, at: Place): void {
  const questions = listOf(value, at, MAX_QUESTIONS);
  if (questions.length === 0 && (value === undefined || Array.isArray(value)))
    at.note('definition-invalid', value, 'give a list such as [{ "id": "why", "title": "Why?" }]');
  const ids = questions.map((question) => (isObject(question) ? question.id : undefined));
  questions.forEach((one, index) => {
    const here = at.at(index);
    const question = objectOf(one ?? null, here, MEMBERS);
    const { id } = question;
    if (typeof id !== 'string' || !/^[a-z][a-z0-9_]{0,39}$/i.test(id) || id === END || ids.indexOf(id) < index)
      here.at('id').note('definition-invalid', id, 'give each question its own id: letters, digits and _, not "end"');
    checkQuestion(question, here);
    listOf(question.next, here.at('next'), MAX_QUESTIONS).forEach((branch, which) =>
      checkBranch(branch, here.at('next').at(which), ids.slice(index + 1)),
    );
  });
}

function checkQuestion(question: Settings, at: Place): void {
  const kind = oneOf(question.kind, KINDS, at.at('kind'), 'text');
  checkText(question.title, at.at('title'), kind !== 'consent' || question.label === undefined);
  for (const name of ['hint', 'low', 'high', 'label']) checkText(question[name], at.at(name));
  checkBoolean(question.required, at.at('required'));
  if (question.other !== undefined && typeof question.other !== 'boolean') checkText(question.other, at.at('other'));
  checkScale(question.scale, at.at('scale'));
  oneOf(question.look, LOOKS, at.at('look'), 'numbers');
  listOf(question.labels, at.at('labels'), 11).forEach((label, index) => {
    checkText(label, at.at('labels').at(index), true);
  });
  const options = listOf(question.options, at.at('options'), MAX_OPTIONS);
  if ((kind === 'choice' || kind === 'choices') && options.length === 0 && !question.options)
    at.at('options').note('definition-invalid', question.options, 'give what there is to choose from');
  options.forEach((option, index) => {
    const here = at.at('options').at(index);
    const { id, label } = isObject(option) ? option : { id: option, label: option };
    checkText(isObject(option) ? (label ?? id) : option, here, true);
    if (id === 'other') here.note('definition-invalid', id, 'choose another id; "other": true gives one for all else');
  });
}

function checkBranch(value: unknown, at: Place, later: readonly unknown[]): void {
  const { if: condition, to } = objectOf(value ?? null, at, ['if', 'to']);
  if (to !== END && !later.includes(to))
    at.at('to').note('name-unknown', to, 'go on to a question that comes later, or to "end"');
  if (condition === undefined) return;
  if (!isObject(condition)) {
    at.at('if').note('definition-invalid', condition, 'give an object such as { "group": "positive" }');
    return;
  }
  for (const [name, test] of Object.entries(condition))
    if (isObject(test)) objectOf(test, at.at('if').at(name), OPERATORS);
}
