/**
 * What widgets say: DOM events that bubble and cross shadow roots. They tell what the person did, never what code set.
 */

import type { NpsGroup } from '../../src/wire/nps-group.js';
import type { SUBJECTS, WidgetKind } from '../../src/wire/widget-subjects.js';

/** What every event of a widget says of it: its kind, and its id under its subject, such as `{ kind: "checklist", checklist: "getting_started" }`. */
export type WidgetDetail<Kind extends WidgetKind = WidgetKind> = { readonly kind: Kind } & {
  readonly [Subject in (typeof SUBJECTS)[Kind]]?: string;
} & {
  /** More to track with it, in snake_case. */
  readonly properties?: Readonly<Record<string, unknown>>;
};

export type SurveyKind = 'nps' | 'csat' | 'ces' | 'survey';

/** Of a survey. */
export interface SurveyDetail {
  readonly kind: SurveyKind;
  /** The `survey` attribute. */
  readonly survey: string;
  /** The same in every event of one response. */
  readonly responseId: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/**
 * `aha-answer`: with `partial: true` when a question but the last is answered or skipped, then with `partial: false`. All have
 * the same `responseId`, and so has a repeat after a failure: the later one is the answer, and says all that was answered so far.
 *
 * `properties` has what else was said: `question_id`, and where they were asked `permission_to_quote`, `may_contact`, `email`;
 * of `<aha-survey>` also `answers`, by the question's id.
 */
export interface AnswerDetail extends SurveyDetail {
  /** NPS: 0–10; CSAT: 1–5, CES: 1–7 unless its `scale` is another. Of several questions that of the first scale; absent where there is none. */
  readonly score?: number;
  /** The ends of the scale; absent for NPS. */
  readonly scale?: readonly [from: number, to: number];
  readonly group?: NpsGroup | 'positive' | 'neutral' | 'negative';
  /** What the person wrote, trimmed; absent when nothing. */
  readonly comment?: string;
  readonly partial: boolean;
  /**
   * The widget goes on only when every promise given here has fulfilled; if one rejects it keeps the answer, says that
   * it is not saved yet and offers to try again. To be called while the event is being dispatched.
   */
  waitUntil(saved: PromiseLike<unknown>): void;
}

/** A tour, as whoever can show tours is asked for it: `connectTours`. */
export interface TourDetail extends WidgetDetail<'checklist'> {
  readonly item: string;
  readonly tour: string;
  /** To be called while the event is being dispatched; the first who does shows it. */
  take(start: () => Promise<TourOutcome>): void;
}
export type TourOutcome = 'done' | 'dismissed' | 'failed';

declare global {
  interface GlobalEventHandlersEventMap {
    /** At least half of it was on the screen: once a survey's response, once a page for the others. */
    'aha-view': CustomEvent<WidgetDetail | SurveyDetail>;
    'aha-answer': CustomEvent<AnswerDetail>;
    /** The person closed it before its end. */
    'aha-dismiss': CustomEvent<WidgetDetail | SurveyDetail>;
    /** The person put it off. */
    'aha-snooze': CustomEvent<WidgetDetail | SurveyDetail>;
    /** The person took what it offers. */
    'aha-click': CustomEvent<WidgetDetail>;
    /** A checklist's item, or all of them, became complete. */
    'aha-item': CustomEvent<WidgetDetail<'checklist'>>;
    'aha-complete': CustomEvent<WidgetDetail>;
    /** An item that was ticked by hand is open again. */
    'aha-reopen': CustomEvent<WidgetDetail<'checklist'>>;
    /** A checklist that was put off or hidden is shown again. */
    'aha-restore': CustomEvent<WidgetDetail<'checklist'>>;
    /** A link is about to be followed; a page's router takes it by `preventDefault()`. */
    'aha-navigate': CustomEvent<WidgetDetail & { readonly item: string; readonly href: string }>;
    /** The page's callback of this name is called for. */
    'aha-action': CustomEvent<WidgetDetail & { readonly item: string; readonly action: string }>;
    'aha-tour': CustomEvent<TourDetail>;
    /** The person shared their link. */
    'aha-share': CustomEvent<WidgetDetail<'referral'>>;
  }
}
