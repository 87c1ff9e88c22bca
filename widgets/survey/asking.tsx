/**
 * What a survey does after its first question is shown: asks the others, keeps what is chosen and typed, tells the answer after each,
 * and thanks once it is safe. What was begun goes on after a reload and in another tab; what another tab has finished is finished here.
 */
import type { ComponentChild } from 'preact';
import type { Frame } from '../shared/card.js';
import { counted } from '../shared/counted.js';
import { dress } from '../shared/dress.js';
import { emitAndWait } from './emit-and-wait.js';
import type { SurveyDetail, SurveyKind } from '../shared/events.js';
import { speechFor } from '../shared/language.js';
import { loadPart } from '../shared/load-part.js';
import type { WidgetPort, WidgetState } from '../shared/port.js';
import { replaceStrings } from '../shared/strings.js';
import { AskingView, type AskingProps } from './asking.view.js';
import { Fields } from './fields.js';
import { fieldsCss } from './fields.style.js';
import type { MoreWords } from './locales/en.js';
import type { AnswerValue, Question } from './question.js';
import { newResponse, type Response } from './response.js';
import type { ScaleProps } from './scale.js';
import { currentOf, onPath, scoreOf, stepSurvey, told } from './step-survey.js';
import { surveyLocales } from './survey.locales.js';

/** A survey's element, to its own engine. */
export interface AskingHost extends HTMLElement {
  readonly kind: SurveyKind;
  readonly widgetId: string;
  readonly port: WidgetPort | null;
  readonly defined: WidgetState | null | undefined;
  readonly detail: SurveyDetail;
  readonly done: boolean;
  readonly Scale: (props: ScaleProps) => ComponentChild;
  response: Response;
  questions(strings: object): readonly Question[];
  setting(name: string): unknown;
  text(name: string): string;
  update(focus?: string): void;
  close(as?: 'aha-dismiss' | 'aha-snooze'): void;
}

type Input = 'next' | 'skip' | 'back';
type Words = Readonly<Record<string, string>>;

export interface Asking {
  view(spoken: object, frame: Frame): ComponentChild;
  go(input: Input): Promise<void>;
  /** What follows the score, by its group, as the settings say. */
  followUps(all: object, asked: Question): readonly Question[];
}

/** How long a survey that was put off stays away where it stands in the page; elsewhere whoever opens it decides. */
const SNOOZED_MS = 7 * 86_400_000;
/** Who may be quoted, and who may need help. */
const HAPPY = ['promoter', 'positive'];
const UNHAPPY = ['detractor', 'negative'];

/** What was kept, of whatever form it is by now; null for what is none. */
function readResponse(text: string | null): Response | null {
  try {
    const { id, path, answers } = (JSON.parse(text ?? '') ?? {}) as Partial<Response>;
    const is = typeof id === 'string' && Array.isArray(path) && typeof answers === 'object';
    return is && (answers as object | null) ? (JSON.parse(text!) as Response) : null;
  } catch {
    return null;
  }
}

/** @param own what the element says itself, until it says otherwise. */
export function createAsking(host: AskingHost, own: object): Asking {
  dress(host.shadowRoot!, fieldsCss);
  let survey = host.widgetId;
  let words: (MoreWords & { readonly lang: string }) | undefined;
  let strings = own as Words;
  let speaks = '';
  let spoken: Promise<void> | undefined;
  let questions: readonly Question[] = [];
  let busy = false;
  let problem = '';
  /** What of it was last read or written, and through which port. */
  let kept: string | null = null;
  let through: unknown = undefined;
  /** It was answered before it was shown here. */
  let past = false;
  let gate: { readonly survey: string; open: boolean } | undefined;

  /** Whether it has its place over the page, and whether it is shown without anybody opening it. */
  const isOver = (): boolean => (host.getAttribute('placement') ?? 'inline') !== 'inline';
  const byItself = host.hasAttribute('open') || !isOver();
  const is = (name: string): boolean => ![undefined, false, 'off', 'false'].includes(host.setting(name) as never);
  const keyOf = (): string => `${host.kind}:${survey}`;

  const keep = (changes: Partial<Response>): void => {
    Object.assign(host.response, changes);
    host.port?.write(keyOf(), JSON.stringify(host.response));
    kept = host.port?.read(keyOf()) ?? null;
  };

  /** Begins another response where the last one was so long ago that the settings say so. */
  const askAgain = (): void => {
    const { response } = host;
    void loadPart(host.localName, () => import('./gate.js')).then((part) => {
      const again = host.setting('again') ?? (isOver() ? '1d' : '90d');
      if (response !== host.response || !part?.isTimeAgain(host, again, response.doneMs ?? 0)) return;
      host.response = newResponse();
      past = false;
      host.update();
    });
  };

  /** Takes over what is kept of it: what was begun before, or what another tab has made of it. */
  const recall = (): void => {
    if (busy) return;
    const first = through !== host.port || survey !== host.widgetId;
    if (survey !== host.widgetId) {
      survey = host.widgetId;
      kept = null;
      problem = '';
      past = false;
    }
    // Without a client it goes on as it is.
    if (!host.port) return;
    through = host.port;
    const text = host.port.read(keyOf());
    if (text === kept) return;
    kept = text;
    problem = '';
    const read = readResponse(text) ?? newResponse();
    // It was seen in this page after it was last kept.
    if (read.id === host.response.id) read.seen ??= host.response.seen!;
    host.response = read;
    past = host.done && (first || isOver());
    if (host.done && !first && isOver()) host.close(); // no dismissal: it is done
  };

  /** Whether the person is asked at all, and whether they have been here for long enough. */
  const mayAsk = (): boolean => {
    if (gate?.survey === survey) return gate.open;
    const settings = { sample: host.setting('sample'), minTime: host.setting('minTime') };
    const mine: NonNullable<typeof gate> = { survey, open: (settings.sample ?? settings.minTime) === undefined };
    gate = mine;
    if (mine.open) return true;
    void loadPart(host.localName, () => import('./gate.js')).then((part) => {
      if (gate !== mine || !part) return;
      const inSample = (share: number): boolean => host.port?.inSample(survey, share) ?? Math.random() < share;
      part.openGate(host, settings, inSample, () => {
        mine.open = true;
        host.update();
      });
    });
    return false;
  };

  /** Loads the words in the language that is spoken. */
  const speak = (lang: string): void => {
    if (speaks === lang) return;
    speaks = lang;
    spoken = speechFor(host, surveyLocales).then((speech) => {
      ({ words } = speech);
      host.update();
    });
  };

  /** All that may be said, and all that may be asked by the answers so far. */
  const speech = (): Words => ({ ...(words && replaceStrings(words, host.setting.bind(host))), ...strings });

  const said = () => onPath(questions, { path: questions.map(({ id }) => id), answers: host.response.answers });

  const choose = (id: string, value: AnswerValue): void => {
    problem = '';
    keep({ answers: { ...host.response.answers, [id]: value } });
    host.update();
  };

  const putOff = (): void => {
    keep({ laterMs: Date.now() });
    host.close('aha-snooze');
    host.update();
  };

  const go = async (input: Input): Promise<void> => {
    if (busy) return; // a double click, or Enter and a click, are one answer
    recall();
    const { response } = host;
    if (host.done) return host.update(); // in another tab, just now
    speak(strings.lang!);
    questions = host.questions(speech());
    const step = stepSurvey(questions, response, input);
    problem = 'problem' in step ? step.problem : '';
    if ('problem' in step) return host.update('textarea,input');
    const { path, answers, done } = step;
    if (input !== 'back') {
      busy = true;
      host.update();
      const here = currentOf(questions, response)?.id ?? '';
      const way = { path: done ? path : path.slice(0, -1), answers };
      try {
        await spoken; // what comes next has words
        const detail = { ...host.detail, ...told(host.kind, questions, way, here), partial: !done };
        await emitAndWait(host, 'aha-answer', detail);
      } catch {
        problem = 'notSaved';
      }
      busy = false;
    }
    if (response !== host.response || survey !== host.widgetId) return; // another survey has begun meanwhile
    if (problem) return host.update('');
    keep({ path, answers, ...(done && { doneMs: Date.now() }) });
    host.update(done ? '.card' : 'textarea,input');
  };

  const view = (frame: Frame): ComponentChild => {
    if (host.defined === undefined) return null;
    recall();
    // Nothing of it was shown just now: the page was loaded, or it is opened again.
    if (host.done && !host.shadowRoot!.firstElementChild) askAgain();
    speak(strings.lang!);
    const { path, answers, laterMs = 0 } = host.response;
    const isAway = !frame.surface && Date.now() - laterMs < SNOOZED_MS;
    if ((past && byItself) || isAway) return null;
    const all = speech();
    questions = host.questions(all);
    const question = currentOf(questions, host.response);
    if (host.done) {
      const group = scoreOf(questions, said()).group ?? '';
      const thanks = (
        <p class="question done" part="thanks" id="question">
          {host.text('thanks') || all[`${group}Thanks`] || all.thanks}
        </p>
      );
      return <AskingView {...({ frame, thanks } as AskingProps)} />;
    }
    if (!question || !(path.length || mayAsk())) return null;
    const first = path.length < 2;
    if (!first && !words) return null; // it renders again when they have come
    const many = host.kind === 'survey';
    const at = questions.indexOf(question) + 1;
    const snoozes = host.setting('snooze') === undefined ? frame.surface : is('snooze');
    const button = (name: string, label: string | undefined, act: () => void): ComponentChild =>
      label && (
        <button type="button" part={name} aria-disabled={busy} onClick={(event) => event.detail > 1 || act()}>
          {label}
        </button>
      );
    return (
      <AskingView
        frame={frame}
        question={question}
        answers={answers}
        busy={busy}
        Scale={host.Scale as never}
        problem={problem && all[problem]}
        submit={
          (problem === 'notSaved'
            ? all.retry
            : many && at < questions.length
              ? all.next
              : first && !many
                ? all.submit
                : all.send)!
        }
        head={
          many &&
          questions.length > 1 && (
            <p class="hint" part="step">
              {counted(all.step ?? '', strings.lang!, at, {
                total: new Intl.NumberFormat(strings.lang).format(questions.length),
              })}
            </p>
          )
        }
        field={
          question.kind === 'scale' ? undefined : (
            <Fields question={question} answers={answers} faulty={Boolean(problem)} onValue={choose} />
          )
        }
        more={
          <>
            {!first &&
              !many &&
              button('skip', question.kind === 'email' ? all.noThanks : all.skip, () => void go('skip'))}
            {!first && many && button('back', all.back, () => void go('back'))}
            {first && snoozes && button('later', all.later, putOff)}
          </>
        }
        onValue={choose}
        onNext={() => void go('next')}
      />
    );
  };

  return {
    view: (spoken, frame) => {
      strings = spoken as Words;
      return view(frame);
    },
    go,
    followUps: (all, asked) => {
      const { quote, optional, contactQuestion, contactHint, ...byGroup } = all as Words;
      const { score } = host.response.answers;
      const group = scoreOf([asked], { score: score ?? '' }).group ?? '';
      const tick = HAPPY.includes(group) && is('testimonial') && quote;
      return [
        {
          id: 'comment',
          kind: 'text',
          title: byGroup[`${group}Question`] ?? '',
          ...(optional && { hint: optional }),
          ...(tick && { tick: { id: 'permission_to_quote', label: tick } }),
        },
        ...(UNHAPPY.includes(group) && is('contact')
          ? [
              {
                id: 'email',
                kind: 'email',
                title: contactQuestion ?? '',
                hint: contactHint ?? '',
                required: true,
              } as const,
            ]
          : []),
      ];
    },
  };
}
