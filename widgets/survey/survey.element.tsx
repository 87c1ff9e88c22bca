import { refuse } from '../shared/refuse.js';
import { AskingElement, type AllStrings } from './asking-element.js';
import { DrawnScale } from './drawn-scale.js';
import { drawnScaleCss } from './drawn-scale.style.js';
import type { MoreWords } from './locales/en.js';
import { readQuestions } from './read-questions.js';
import { surveyLocales } from './survey.locales.js';

/**
 * `<aha-survey>` asks several questions, one at a time, where the next may depend on the answers so far, and thanks once they are safe.
 *
 * Settings:
 * - `questions`: a list of `{ id, kind, title, hint, required, next }`. Kinds: `scale` (`scale`: its ends, `look`, `low`, `high`,
 *   `labels`), `choice` and `choices` (`options`: texts or `{ id, label }`, `other`: true or its label), `text`, `email`, `consent` (`label`)
 * - `next` of a question: a list of `{ "if": { "group": "detractor" }, "to": "why" }`; the first whose condition holds. `to` a later question or `end`
 * - `thanks`: what is said at the end
 * - `survey`, `placement`, `open`, `theme`, `lang`, `dir`, `again`, `snooze`, `sample`, `min-time`: as of `<aha-nps>`
 *
 * Every text may be one text or one by language, `{ "en": "Why?", "zh-CN": "为什么？" }`. Text, never HTML.
 *
 * Events are those of `<aha-nps>`; `aha-answer` is told after each question, with `properties.answers` by the question's id.
 *
 * Parts: `card`, `step`, `question`, `hint`, `scale`, `number`, `number-chosen`, `ends`, `options`, `option`, `other`, `comment`, `email`,
 * `submit`, `back`, `later`, `close`, `problem`, `thanks`. Custom properties are those of `<aha-nps>`.
 */
export class SurveyElement extends AskingElement<MoreWords> {
  protected readonly kind = 'survey';
  protected override readonly Scale = DrawnScale;

  constructor() {
    super(drawnScaleCss, surveyLocales);
  }

  protected override questions({ other, optional }: AllStrings<MoreWords>) {
    return readQuestions(this.setting('questions'), {
      text: (given) => this.wording(given),
      words: { other, optional },
      refuse: (...mistake) => refuse(this, ...mistake),
    });
  }
}
