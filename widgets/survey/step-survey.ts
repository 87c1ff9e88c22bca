import { holds } from './holds.js';
import { END, scoreGroup, type Answers, type AnswerValue, type Question, type ScoreGroup } from './question.js';

/** One person's way through a survey. */
export interface Way {
  /** The questions that they came by, in order; the last is the one before them. Empty at the first. */
  readonly path: readonly string[];
  /** Also of questions that they have gone back from. */
  readonly answers: Answers;
}

/** Why it does not go on, by the name of the string that says so. */
export type Problem = 'choose' | 'required' | 'emailInvalid' | 'tick';

export type Step = { readonly problem: Problem } | (Way & { readonly done: boolean });

// Somebody, an @ and a domain with a dot: what is wrong beyond that only a mail could tell.
const EMAIL = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/;

/** Where a person stands. */
export const currentOf = (questions: readonly Question[], { path }: Way): Question | undefined =>
  questions.find(({ id }) => id === path[path.length - 1]) ?? questions[0];

/** One step of the way: on by `next` or `skip` (what was said to this question is taken back), or back. Pure; never throws. */
export function stepSurvey(questions: readonly Question[], way: Way, input: 'next' | 'skip' | 'back'): Step {
  const question = currentOf(questions, way);
  if (!question) return { ...way, done: true };
  const path = way.path[way.path.length - 1] === question.id ? way.path : [question.id];
  if (input === 'back') return { path: path.slice(0, -1), answers: way.answers, done: false };
  const { id, tick } = question;
  const answers: Record<string, AnswerValue> = { ...way.answers };
  if (input === 'skip') {
    for (const key of [id, `${id}_other`, tick?.id ?? id]) Reflect.deleteProperty(answers, key);
  } else {
    const problem = problemOf(question, answers);
    if (problem) return { problem };
  }
  const said = onPath(questions, { path, answers });
  const { score, group } = scoreOf(questions, said);
  const to = question.next?.find((branch) => holds(branch.if, { ...said, score, group }))?.to;
  const at = questions.indexOf(question);
  // Only ever further on, so that every survey comes to its end.
  const next = to === END ? undefined : (questions.slice(at + 1).find((other) => other.id === to) ?? questions[at + 1]);
  return next ? { path: [...path, next.id], answers, done: false } : { path, answers, done: true };
}

function problemOf({ id, kind, required, tick }: Question, answers: Answers): Problem | undefined {
  const value = answers[id];
  if (kind === 'consent') return required && answers[tick?.id ?? id] !== true ? 'tick' : undefined;
  const empty = value === undefined || (typeof value !== 'number' && String(value).trim() === '');
  if (empty) {
    if (!required) return undefined;
    return kind === 'text' ? 'required' : kind === 'email' ? 'emailInvalid' : 'choose';
  }
  const others = value === 'other' || (Array.isArray(value) && value.includes('other'));
  if (required && others && !String(answers[`${id}_other`] ?? '').trim()) return 'required';
  return kind === 'email' && !EMAIL.test(String(value).trim()) ? 'emailInvalid' : undefined;
}

/** What was said to the questions of the way, texts trimmed and without those that are empty: not what was said on a way that was left. */
export function onPath(questions: readonly Question[], { path, answers }: Way): Answers {
  const said: Record<string, AnswerValue> = {};
  for (const { id, tick } of questions.filter((question) => path.includes(question.id))) {
    const chosen = answers[id];
    const other = chosen === 'other' || (Array.isArray(chosen) && chosen.includes('other'));
    for (const key of [id, ...(other ? [`${id}_other`] : []), ...(tick ? [tick.id] : [])]) {
      const value = typeof answers[key] === 'string' ? answers[key].trim() : answers[key];
      if (value !== undefined && value !== '' && !(Array.isArray(value) && !value.length)) said[key] = value;
    }
  }
  return said;
}

/** The survey's score: what was said to the first scale that has an answer. */
export function scoreOf(
  questions: readonly Question[],
  said: Answers,
): { readonly score?: number; readonly group?: ScoreGroup; readonly scale?: readonly [number, number] } {
  for (const { id, kind, from = 0, to = 10 } of questions) {
    const score = said[id];
    if (kind === 'scale' && typeof score === 'number')
      return { score, group: scoreGroup(score, from, to), scale: [from, to] };
  }
  return {};
}

/** Answers that have a property of their own in what is tracked, by the question's id. */
const RESERVED = ['permission_to_quote', 'may_contact', 'email'];

/** What is told of an answer. */
export function told(kind: string, questions: readonly Question[], way: Way, questionId: string): object {
  const said = onPath(questions, way);
  const { email } = said;
  const properties: Record<string, unknown> = { question_id: questionId };
  for (const name of RESERVED) if (said[name] !== undefined) properties[name] = said[name];
  // Who gives an address where they are asked whether they may be written to, may.
  if (way.path.includes('email') && properties.may_contact === undefined) properties.may_contact = email !== undefined;
  if (kind === 'survey') properties.answers = said;
  const { score, group, scale } = scoreOf(questions, said);
  const comment = typeof said.comment === 'string' ? said.comment : undefined;
  return {
    ...(score !== undefined && { score, group, ...(kind !== 'nps' && { scale }) }),
    ...(comment && { comment }),
    properties,
  };
}
