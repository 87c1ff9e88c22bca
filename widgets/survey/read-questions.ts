import { END, isObject, OPERATORS, type Branch, type Question } from './question.js';
import { drawable, listOf, readScale, type Refuse } from './read-scale.js';

const KINDS = ['scale', 'choice', 'choices', 'text', 'email', 'consent'] as const;
const ID = /^[a-z][a-z0-9_]{0,39}$/i;
const MAX_QUESTIONS = 30;
const MAX_OPTIONS = 20;

const isKind = (kind: unknown): kind is Question['kind'] => (KINDS as readonly unknown[]).includes(kind);

interface Reading {
  /** A text in the language that is spoken; empty where there is none. */
  readonly text: (given: unknown) => string;
  /** What stands in place of a text that is not given. */
  readonly words: { readonly other: string; readonly optional: string };
  readonly refuse: Refuse;
}

/** The questions of settings of whatever form, in their order: what cannot be asked is told and left out, the others are asked. */
export function readQuestions(given: unknown, { text, words, refuse }: Reading): readonly Question[] {
  if (given === undefined || !listOf(given).length)
    refuse(
      'questions-missing',
      given,
      'give a list of questions, such as [{ "id": "why", "kind": "text", "title": "Why?" }]',
    );
  const ids = new Set<string>();
  const read: Question[] = [];
  for (const one of listOf(given).slice(0, MAX_QUESTIONS)) {
    const {
      id,
      kind = 'text',
      title,
      hint,
      required,
      options,
      other,
      low,
      high,
      labels,
      next,
      label,
      ...more
    } = isObject(one) ? one : {};
    const asked = text(title) || (kind === 'consent' ? text(label) : '');
    if (typeof id !== 'string' || !ID.test(id) || id === END || ids.has(id))
      refuse('question-id-invalid', id ?? one, 'give each question its own id of letters, digits and _');
    else if (!isKind(kind)) refuse('question-kind-unknown', kind, `give one of ${KINDS.join(', ')}`);
    else if (!asked) refuse('question-title-missing', id, 'give it a title, a text');
    else {
      ids.add(id);
      const choices = listOf(options)
        .slice(0, MAX_OPTIONS)
        .flatMap((option) => readOption(option, text, refuse));
      const isChoice = kind === 'choice' || kind === 'choices';
      if (isChoice && !choices.length) {
        refuse('question-options-missing', id, 'give it options, such as [{ "id": "price", "label": "The price" }]');
        continue;
      }
      const points = listOf(labels).map(text);
      const optional = kind !== 'scale' && !isChoice && kind !== 'consent' && required !== true;
      const explained = [text(hint), optional ? words.optional : ''].filter(Boolean).join(' · ');
      const scale =
        kind === 'scale' &&
        drawable(readScale(more, { from: 1, to: 5, look: 'numbers' }, (...mistake) => refuse(...mistake)));
      read.push({
        id,
        kind,
        title: asked,
        required: required === undefined ? kind === 'scale' : required === true,
        ...(explained && { hint: explained }),
        ...(scale && {
          ...scale,
          low: text(low),
          high: text(high),
          ...(points.length === scale.to - scale.from + 1 && points.every(Boolean) && { labels: points }),
        }),
        ...(isChoice && { options: choices, other: other === true ? words.other : text(other) }),
        ...(kind === 'consent' && { tick: { id, label: text(label) || asked } }),
        next: listOf(next).flatMap((branch) => readBranch(branch, refuse)),
      });
    }
  }
  return read.map((question, at) => ({
    ...question,
    next: (question.next ?? []).filter(({ to }) => {
      const fine = to === END || read.findIndex(({ id }) => id === to) > at;
      if (!fine)
        refuse('question-next-unknown', `${question.id} → ${to}`, 'go on to a question that comes later, or to "end"');
      return fine;
    }),
  }));
}

function readOption(option: unknown, text: Reading['text'], refuse: Refuse): { id: string; label: string }[] {
  const { id = option, label = option } = isObject(option) ? option : {};
  const shown = text(label);
  if (typeof id === 'string' && id && id !== 'other' && shown) return [{ id, label: shown }];
  refuse('question-option-invalid', option, 'give an id that is not "other" and a label');
  return [];
}

function readBranch(branch: unknown, refuse: Refuse): Branch[] {
  const { if: condition, to } = isObject(branch) ? branch : {};
  const tests = isObject(condition) ? Object.values(condition).filter(isObject) : [];
  const known = tests.every((test) =>
    Object.keys(test).every((operator) => (OPERATORS as readonly string[]).includes(operator)),
  );
  if (typeof to === 'string' && (condition === undefined || isObject(condition)) && known)
    return [condition === undefined ? { to } : { if: condition, to }];
  refuse('question-next-invalid', branch, `give { "if": …, "to": … } with ${OPERATORS.join(', ')}`);
  return [];
}
