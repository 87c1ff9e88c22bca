import type { FunctionComponent } from 'preact';
import { AhaElement, type Strings } from '../shared/aha-element.js';
import type { Frame } from '../shared/card.js';
import type { SurveyDetail, SurveyKind } from '../shared/events.js';
import { loadPart } from '../shared/load-part.js';
import { fill } from '../shared/strings.js';
import type { Asking } from './asking.js';
import { AskingView } from './asking.view.js';
import type { MoreWords } from './locales/en.js';
import type { AnswerValue, Question } from './question.js';
import { responseUnderWay, setUnderWay, type Response } from './response.js';
import { Scale, type ScaleProps } from './scale.js';

/** What a survey with one score says before that is given; and by group what comes then: `promoterQuestion`, `promoterThanks` … */
export type ScoreWords = Readonly<
  Record<'opened' | 'plainQuestion' | 'productQuestion' | 'lowLabel' | 'highLabel', string>
>;
type SurveyWords = { readonly opened: string };
/** What it says by itself, and what every survey says once that has been loaded. */
export type AllStrings<Own extends SurveyWords> = Strings<Own> & Partial<MoreWords>;

/**
 * What every survey is: it shows the first question at once, and loads what asks the others, keeps the answers and tells them while the
 * person reads. Where something is to be known first (what was begun before, whether the person is asked at all), it waits for that.
 *
 * It asks for a score, then why, then what its settings say for the score's group, unless it has questions of its own.
 */
export abstract class AskingElement<Own extends SurveyWords> extends AhaElement<Own> {
  protected abstract override readonly kind: SurveyKind;
  protected readonly subject = 'survey';
  protected readonly Scale: FunctionComponent<ScaleProps> = Scale;
  #response: Response | undefined;
  #survey = '';
  #person = '';
  /** What does all the rest, once it has come. */
  #asking: Asking | undefined;
  #failed = false;

  /** The scale of its score, where it is not 0–10 in numbers. */
  protected scale?(strings: AllStrings<Own>): Partial<Question>;

  /** The survey's questions, as they are by the answers so far. */
  protected questions(strings: AllStrings<Own>): readonly Question[] {
    const { plainQuestion, productQuestion, lowLabel: low, highLabel: high } = strings as unknown as ScoreWords;
    const product = this.text('product');
    const title = fill(this.text('question') || (product ? productQuestion : plainQuestion), { product });
    const score: Question = { id: 'score', kind: 'scale', title, low, high, required: true, ...this.scale?.(strings) };
    return [score, ...(this.#asking?.followUps(strings, score) ?? [])];
  }

  /** The person's response to the survey: this element's as long as neither is another. */
  protected get response(): Response {
    const survey = `${this.kind}:${this.widgetId}`;
    const person = this.port?.person?.() ?? this.#person;
    const isSame = survey === this.#survey && person === this.#person;
    if (!this.#response || !isSame) {
      // What was begun before anybody knew who the person is goes on as theirs.
      const own = survey === this.#survey && !this.#person ? this.#response : undefined;
      this.#survey = survey;
      this.#person = person;
      this.#response = responseUnderWay(`${person} ${survey}`, own);
    }
    return this.#response;
  }

  protected set response(response: Response) {
    this.#response = setUnderWay(`${this.#person} ${this.#survey}`, response);
  }

  protected override get detail(): SurveyDetail {
    return { survey: this.widgetId, kind: this.kind, responseId: this.response.id };
  }

  protected get done(): boolean {
    return this.response.doneMs !== undefined;
  }

  protected override say(type: keyof GlobalEventHandlersEventMap, more?: Readonly<Record<string, unknown>>): void {
    // Once a response, also before a reload and in another tab.
    if (type === 'aha-view' && this.response.seen) return;
    this.response.seen = true;
    super.say(type, more);
  }

  protected view(strings: Strings<Own>, frame: Frame) {
    if (this.#asking) return this.#asking.view(strings, frame);
    void this.#load(strings).then((asking) => asking && this.update());
    const [question] = this.questions(strings);
    const waits =
      this.kind === 'survey' || // what stands around a question depends on the others
      this.defined === undefined ||
      this.port?.read(`${this.kind}:${this.widgetId}`) ||
      (this.setting('sample') ?? this.setting('minTime')) !== undefined;
    if (waits || question?.kind !== 'scale') return null;
    return (
      <AskingView
        frame={frame}
        question={question}
        answers={this.response.answers}
        submit={strings.submit}
        problem={this.#failed ? strings.notSaved : ''}
        Scale={this.Scale}
        onValue={this.#choose}
        onNext={() => void this.#next(strings)}
      />
    );
  }

  async #load(strings: Strings<Own>): Promise<Asking | undefined> {
    // Where it does not come it is tried again when it is needed.
    const part = await loadPart(this.localName, () => import('./asking.js'));
    return part ? (this.#asking ??= part.createAsking(this as never, strings)) : undefined;
  }

  async #next(strings: Strings<Own>): Promise<void> {
    const asking = await this.#load(strings);
    this.#failed = !asking;
    if (asking) void asking.go('next');
    else this.update();
  }

  readonly #choose = (id: string, value: AnswerValue): void => {
    this.response.answers = { [id]: value };
    this.update();
  };
}
