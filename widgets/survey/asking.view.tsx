import type { ComponentChild, FunctionComponent } from 'preact';
import { Card, type Frame } from '../shared/card.js';
import type { Answers, AnswerValue, Question } from './question.js';
import type { ScaleProps } from './scale.js';

export interface AskingProps {
  readonly frame: Frame;
  readonly question: Question;
  readonly answers: Answers;
  /** What stands on the button. */
  readonly submit: string;
  /** An answer is being saved. */
  readonly busy?: boolean;
  /** What went wrong, in words. */
  readonly problem?: string | undefined;
  /** In place of all that, at the end; the same card, so that it stays where it is. */
  readonly thanks?: ComponentChild;
  readonly Scale: FunctionComponent<ScaleProps>;
  /** In place of a scale, above the question, and beside the button. */
  readonly field?: ComponentChild;
  readonly head?: ComponentChild;
  readonly more?: ComponentChild;
  readonly onValue: (id: string, value: AnswerValue) => void;
  readonly onNext: () => void;
}

/** One question of a survey: props in, callbacks out. */
export function AskingView(props: AskingProps) {
  const { frame, question, answers, submit, busy, problem, Scale, field, head, more, thanks, onValue, onNext } = props;
  if (thanks) return <Card {...frame} status={thanks} children={null} />;
  const next = (event: Event): void => {
    event.preventDefault();
    // The second click of a double click is not for what the first has brought: `detail` counts them.
    if (!((event as UIEvent).detail > 1)) onNext();
  };
  return (
    <Card {...frame} status={problem && <p class="note" part="problem" id="problem" children={problem} />}>
      <form noValidate onSubmit={next}>
        {head}
        {field ?? <Scale key={question.id} question={question} answers={answers} onValue={onValue} />}
        <div class="actions">
          {/* Not left to the form: a frame that may not submit forms may still ask. */}
          <button class="primary" part="submit" aria-disabled={Boolean(busy)} onClick={next}>
            {submit}
          </button>
          {more}
        </div>
      </form>
    </Card>
  );
}
