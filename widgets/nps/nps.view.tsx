import { Card, type Frame } from '../shared/card.js';
import type { NpsGroup } from '../../src/wire/nps-group.js';
import type { Strings } from '../shared/aha-element.js';
import { fill } from '../shared/strings.js';
import type { NpsWords } from './locales/en.js';

export interface NpsViewProps {
  readonly frame: Frame;
  readonly strings: Strings<NpsWords>;
  /** In place of the default question, with or without `{product}`; empty for none. */
  readonly question: string;
  /** In place of all three groups' thanks; empty for none. */
  readonly thanks: string;
  readonly product: string;
  /** Where the person is: choosing a number, saying why, or done. */
  readonly step: 'score' | 'comment' | 'thanks';
  readonly score: number | undefined;
  readonly group: NpsGroup;
  readonly comment: string;
  /** An answer is being saved. */
  readonly busy: boolean;
  /** What went wrong, by the name of the string that says so. */
  readonly problem: 'choose' | 'notSaved' | undefined;
  readonly onScore: (score: number) => void;
  readonly onComment: (comment: string) => void;
  readonly onSubmit: (event: Event) => void;
  readonly onSkip: () => void;
}

const SCORES = [...Array(11).keys()];

/** Longer comments than this nobody reads; and an event may have 32 KB. */
const MAX_COMMENT = 4000;

/** The NPS question, its follow-up or its thanks: props in, callbacks out. */
export function NpsView(props: NpsViewProps) {
  const { frame, strings, step, group, busy, problem, onSubmit, onSkip } = props;
  if (step === 'thanks') {
    const thanks = (
      <p class="done" part="thanks" id="question">
        {props.thanks || strings[`${group}Thanks`]}
      </p>
    );
    return <Card {...frame} status={thanks} children={null} />;
  }
  const asking = step === 'score';
  // The second click of a double click is not for what the first has brought: `detail` counts them.
  return (
    <Card {...frame} status={problem && <p class="note" part="problem" children={strings[problem]} />}>
      <form onSubmit={onSubmit}>
        {asking ? <Scale {...props} /> : <FollowUp {...props} />}
        <div class="actions">
          <button
            class="primary"
            part="submit"
            aria-disabled={busy}
            // Not left to the form: a frame that may not submit forms may still ask.
            onClick={(event) => {
              event.preventDefault();
              if (event.detail <= 1) onSubmit(event);
            }}
          >
            {problem === 'notSaved' ? strings.retry : asking ? strings.submit : strings.send}
          </button>
          {!asking && (
            <button type="button" part="skip" aria-disabled={busy} onClick={(event) => event.detail > 1 || onSkip()}>
              {strings.skip}
            </button>
          )}
        </div>
      </form>
    </Card>
  );
}

function Scale({ strings, question, product, score, onScore }: NpsViewProps) {
  const ends = [strings.lowLabel, strings.highLabel];
  const asked = question || (product ? strings.productQuestion : strings.plainQuestion);
  return (
    <fieldset>
      <legend class="question" part="question" id="question">
        {fill(asked, { product })}
      </legend>
      <div class="scale" part="scale" dir="ltr">
        {SCORES.map((value) => (
          <label class="cell">
            <input type="radio" name="score" checked={value === score} onChange={() => onScore(value)} />
            <span class="number" part={value === score ? 'number number-chosen' : 'number'}>
              {value}
            </span>
            <span class="sr">{ends[value / 10]}</span>
          </label>
        ))}
      </div>
      <div class="ends hint" part="ends" dir="ltr" aria-hidden="true">
        {ends.map((label, end) => (
          <span>
            {end * 10} – {label}
          </span>
        ))}
      </div>
    </fieldset>
  );
}

function FollowUp({ strings, group, comment, onComment }: NpsViewProps) {
  return (
    <>
      <label class="question" part="question" id="question" for="comment">
        {strings[`${group}Question`]}
        <span class="hint" part="hint">
          {strings.optional}
        </span>
      </label>
      <textarea
        id="comment"
        part="comment"
        maxLength={MAX_COMMENT}
        value={comment}
        onInput={(event) => onComment(event.currentTarget.value)}
      />
    </>
  );
}
