import type { ComponentChildren } from 'preact';
import type { Answers, AnswerValue, Question } from './question.js';

/** Longer texts than this nobody reads; and an event may have 32 KB. */
const MAX_TEXT = 4000;
const MAX_LINE = 400;

interface FieldsProps {
  readonly question: Question;
  readonly answers: Answers;
  /** What was said is not enough. */
  readonly faulty: boolean;
  readonly onValue: (id: string, value: AnswerValue) => void;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Every question that is not a scale. */
export function Fields(props: FieldsProps) {
  const { question, answers, onValue } = props;
  const { id, kind, title, hint, tick } = question;
  const value = answers[id];
  const faulty = props.faulty ? { 'aria-invalid': true, 'aria-describedby': 'problem' } : {};
  const head = (
    <>
      {title}
      {hint && <span class="hint" part="hint" children={hint} />}
    </>
  );
  const ticked = tick && (
    <label class="option" part="option">
      <input
        type="checkbox"
        checked={answers[tick.id] === true}
        {...(kind === 'consent' && faulty)}
        onChange={(event) => onValue(tick.id, event.currentTarget.checked)}
      />
      <span>{tick.label}</span>
    </label>
  );
  if (kind === 'text' || kind === 'email') {
    const field = {
      id: kind === 'text' ? 'comment' : 'email',
      part: kind === 'text' ? 'comment' : 'email',
      // As it is typed, whatever the language around it.
      dir: 'auto' as const,
      value: textOf(value),
      ...faulty,
    };
    return (
      <div key={id}>
        <label class="question" part="question" id="question" for={field.id}>
          {head}
        </label>
        {kind === 'text' ? (
          <textarea {...field} maxLength={MAX_TEXT} onInput={(event) => onValue(id, event.currentTarget.value)} />
        ) : (
          <input
            {...field}
            class="line"
            type="email"
            autocomplete="email"
            maxLength={MAX_LINE}
            onInput={(event) => onValue(id, event.currentTarget.value)}
          />
        )}
        {ticked}
      </div>
    );
  }
  const group = (content: ComponentChildren) => (
    <fieldset key={id} {...(props.faulty && { 'aria-describedby': 'problem' })}>
      <legend class="question" part="question" id="question">
        {head}
      </legend>
      <div class="options" part="options">
        {content}
      </div>
    </fieldset>
  );
  return group(kind === 'consent' ? ticked : <Options {...props} />);
}

/** One of several, or many of them; "other" with a text of its own. */
function Options({ question, answers, onValue }: FieldsProps) {
  const { id, kind, options = [], other } = question;
  const value = answers[id];
  const many = kind === 'choices';
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [value];
  const choose = (option: string, on: boolean): void => {
    if (!many) return onValue(id, option);
    const rest = chosen.filter((one): one is string => typeof one === 'string' && one !== option);
    onValue(id, on ? [...rest, option] : rest);
  };
  const all = other ? [...options, { id: 'other', label: other }] : options;
  return (
    <>
      {all.map(({ id: option, label }) => (
        <label class="option" part="option" key={option}>
          <input
            type={many ? 'checkbox' : 'radio'}
            name={id}
            checked={chosen.includes(option)}
            onChange={(event) => choose(option, event.currentTarget.checked)}
          />
          <span>{label}</span>
        </label>
      ))}
      {other && chosen.includes('other') && (
        <input
          class="line"
          part="other"
          dir="auto"
          type="text"
          aria-label={other}
          maxLength={MAX_LINE}
          value={textOf(answers[`${id}_other`])}
          onInput={(event) => onValue(`${id}_other`, event.currentTarget.value)}
        />
      )}
    </>
  );
}
