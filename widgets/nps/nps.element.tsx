import { AhaElement, type Strings } from '../shared/aha-element.js';
import type { Frame } from '../shared/card.js';
import { emitAndWait } from '../shared/emit.js';
import { npsGroup } from '../../src/wire/nps-group.js';
import type { SurveyDetail } from '../shared/events.js';
import { responseId } from '../shared/response-id.js';
import type { NpsWords } from './locales/en.js';
import { npsLocales } from './nps.locales.js';
import { npsCss } from './nps.style.js';
import { NpsView, type NpsViewProps } from './nps.view.js';

/**
 * `<aha-nps>` asks how likely a person is to recommend the product (0–10), then why, and thanks them once the answer is safe.
 *
 * Attributes, all optional:
 * - `survey`: its id in events, by default `nps`; another id begins another response
 * - `product`: the name in the default question
 * - `question`, `low-label`, `high-label`, `promoter-question`, `passive-question`, `detractor-question`, `thanks` (for every group)
 *   and every other name in `strings`, in kebab-case: the text to show. Text, never HTML
 * - `placement`: `inline` (default), or `corner`: over the page, not modal; a sheet on a phone
 * - `open` (boolean): with `placement="corner"`, it is shown; closing takes the attribute away
 * - `theme`: `light`, `dark`, or by default as the page's `color-scheme` says
 * - `lang`, `dir`: by default as around it
 *
 * Properties and methods: `strings`, `show()`, `hide()`.
 *
 * Events, bubbling and composed; their details are `SurveyDetail` and `AnswerDetail`:
 * - `aha-view`: at least half of it was on the screen, once per response
 * - `aha-answer`: the score was submitted (`partial`), then the follow-up sent or skipped; `detail.waitUntil(promise)` holds the next step,
 *   and above all the thanks, back until the answer is safe
 * - `aha-dismiss`: the person closed it before the thanks
 *
 * Parts: `card`, `question`, `scale`, `number`, `number-chosen`, `ends`, `hint`, `comment`, `submit`, `skip`, `close`, `problem`, `thanks`.
 *
 * Custom properties: colours `--aha-accent`, `--aha-on-accent`, `--aha-surface`, `--aha-text`, `--aha-border`,
 * `--aha-control` (field borders), `--aha-fill` (numbers), `--aha-danger`; `--aha-radius`, `--aha-space`, `--aha-width`, `--aha-inset` (from the page's edge),
 * `--aha-font`, `--aha-font-size`, `--aha-shadow`.
 *
 * What the person chose and typed lives as long as the element: moved, hidden, or taken out and put back, it goes on where they were.
 */
export class NpsElement extends AhaElement<NpsWords> {
  protected readonly kind = 'nps';
  protected readonly subject = 'survey';
  #response = newResponse('');

  constructor() {
    super(npsCss, npsLocales);
  }

  protected override get detail(): SurveyDetail {
    return { survey: this.#response.survey, kind: 'nps', responseId: this.#response.id };
  }

  protected get done(): boolean {
    return this.#response.step === 'thanks';
  }

  protected view(strings: Strings<NpsWords>, frame: Frame) {
    const survey = this.widgetId;
    if (this.#response.survey !== survey) this.#response = newResponse(survey);
    return (
      <NpsView
        {...this.#response}
        frame={frame}
        strings={strings}
        question={this.text('question')}
        thanks={this.text('thanks')}
        product={this.text('product')}
        group={npsGroup(this.#response.score ?? 0)}
        onScore={this.#choose}
        onComment={this.#type}
        onSubmit={this.#submit}
        onSkip={this.#skip}
      />
    );
  }

  readonly #choose = (score: number): void => {
    Object.assign(this.#response, { score, problem: undefined });
    this.update();
  };

  readonly #type = (comment: string): void => {
    this.#response.comment = comment;
  };

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const { step, score, comment } = this.#response;
    if (step === 'comment') void this.#answer('thanks', '.card', comment.trim());
    else if (score !== undefined) void this.#answer('comment', 'textarea');
    else {
      this.#response.problem = 'choose';
      this.update('input');
    }
  };

  readonly #skip = (): void => void this.#answer('thanks', '.card');

  async #answer(step: 'comment' | 'thanks', focus: string, comment?: string): Promise<void> {
    const response = this.#response;
    if (response.busy) return; // a double click, or Enter and a click, are one answer
    response.busy = true;
    response.problem = undefined;
    this.update();
    const { score } = response;
    const answer = { ...this.detail, score, group: npsGroup(score ?? 0), partial: step === 'comment' };
    try {
      await emitAndWait(this, 'aha-answer', comment ? { ...answer, comment } : answer);
      response.step = step;
    } catch {
      response.problem = 'notSaved';
    }
    response.busy = false;
    if (response === this.#response) this.update(response.problem ? '' : focus); // else another survey has begun meanwhile
  }
}

/** One person's way through one survey. */
interface NpsResponse {
  readonly survey: string;
  readonly id: string;
  step: NpsViewProps['step'];
  score: number | undefined;
  comment: string;
  busy: boolean;
  problem: NpsViewProps['problem'];
}

function newResponse(survey: string): NpsResponse {
  return { survey, id: responseId(), step: 'score', score: undefined, comment: '', busy: false, problem: undefined };
}
