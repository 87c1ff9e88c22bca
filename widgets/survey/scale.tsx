import type { Answers, Question } from './question.js';

export interface ScaleProps {
  readonly question: Question;
  readonly answers: Answers;
  readonly onValue: (id: string, value: number) => void;
}

/** Whole numbers from one end of a scale to the other. */
export const pointsOf = ({ from, to }: { readonly from: number; readonly to: number }): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

/**
 * A scale of numbers: real radio buttons in a named group, the ends' words part of their names.
 * The numbers run from left to right in every language, like a ruler.
 */
export function Scale({ question, answers, onValue }: ScaleProps) {
  const { id, title, hint, from = 0, to = 10, low, high } = question;
  const ends = [
    [from, low],
    [to, high],
  ] as const;
  return (
    <fieldset>
      <legend class="question" part="question" id="question">
        {title}
        {hint && <span class="hint" part="hint" children={hint} />}
      </legend>
      <div class={to - from > 6 ? 'scale long' : 'scale'} part="scale" dir="ltr">
        {pointsOf({ from, to }).map((point) => (
          <label class="cell">
            <input type="radio" name={id} checked={point === answers[id]} onChange={() => onValue(id, point)} />
            <span class="number" part={point === answers[id] ? 'number number-chosen' : 'number'}>
              {point}
            </span>
            <span class="sr">{new Map(ends).get(point)}</span>
          </label>
        ))}
      </div>
      <div class="ends hint" part="ends" dir="ltr" aria-hidden="true">
        {ends.map(([end, label]) => (
          <span>
            {end}
            {label && ` – ${label}`}
          </span>
        ))}
      </div>
    </fieldset>
  );
}
