import { AskingElement } from '../survey/asking-element.js';
import { scaleCss } from '../survey/scale.style.js';
import type { NpsWords } from './locales/en.js';
import { npsLocales } from './nps.locales.js';

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
 * - `snooze`, `testimonial`, `contact`, `sample`, `min-time`, `again`: docs/widgets.md, "Every survey"
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
 * - `aha-snooze`: the person put it off
 *
 * Parts: `card`, `question`, `scale`, `number`, `number-chosen`, `ends`, `hint`, `comment`, `option`, `email`, `submit`, `skip`, `later`, `close`, `problem`, `thanks`.
 *
 * Custom properties: colours `--aha-accent`, `--aha-on-accent`, `--aha-surface`, `--aha-text`, `--aha-border`,
 * `--aha-control` (field borders), `--aha-fill` (numbers), `--aha-danger`; `--aha-radius`, `--aha-space`, `--aha-width`, `--aha-inset` (from the page's edge),
 * `--aha-font`, `--aha-font-size`, `--aha-shadow`.
 *
 * What the person chose and typed lives as long as the element, and with a client longer: after a reload and in another tab it goes on
 * where they were, under the same response id.
 */
export class NpsElement extends AskingElement<NpsWords> {
  protected readonly kind = 'nps';

  constructor() {
    super(scaleCss, npsLocales);
  }
}
