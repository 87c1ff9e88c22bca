/**
 * What widgets say: DOM events that bubble and cross shadow roots. They tell what the person did, never what code set.
 */

import type { NpsGroup } from '../../src/wire/nps-group.js';

/** `aha-view` (once per response, when at least half of the widget is on the screen) and `aha-dismiss` (closed before the end). */
export interface SurveyDetail {
  /** The `survey` attribute. */
  readonly survey: string;
  readonly kind: 'nps';
  /** The same in every event of one response. */
  readonly responseId: string;
}

/**
 * `aha-answer`: first with `partial: true` when the score is submitted, then with `partial: false` when the follow-up is
 * sent or skipped. Both have the same `responseId`, and so has a repeat after a failure: the later one is the answer.
 */
export interface AnswerDetail extends SurveyDetail {
  /** 0–10. */
  readonly score: number;
  readonly group: NpsGroup;
  /** What the person wrote, trimmed; absent when nothing. */
  readonly comment?: string;
  readonly partial: boolean;
  /**
   * The widget goes on only when every promise given here has fulfilled; if one rejects it keeps the answer, says that
   * it is not saved yet and offers to try again. To be called while the event is being dispatched.
   */
  waitUntil(saved: PromiseLike<unknown>): void;
}

declare global {
  interface GlobalEventHandlersEventMap {
    'aha-view': CustomEvent<SurveyDetail>;
    'aha-answer': CustomEvent<AnswerDetail>;
    'aha-dismiss': CustomEvent<SurveyDetail>;
  }
}
