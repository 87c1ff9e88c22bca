import { refuse } from '../shared/refuse.js';
import { DrawnScale } from '../survey/drawn-scale.js';
import { drawnScaleCss } from '../survey/drawn-scale.style.js';
import { drawable, readScale } from '../survey/read-scale.js';
import { AskingElement, type AllStrings } from '../survey/asking-element.js';
import { csatLocales } from './csat.locales.js';
import type { CsatWords } from './locales/en.js';

/**
 * `<aha-csat>` asks how satisfied a person is (1–5: faces with words, stars or numbers), then why, and thanks them once the answer is safe.
 *
 * Attributes, settings, properties, events and custom properties are those of `<aha-nps>`, and:
 * - `look`: `emoji` (default), `stars`, `numbers`
 * - `scale`: its ends, such as `1-7`; by default 1–5
 *
 * Groups: `positive` above the middle of the scale, `neutral` at it, `negative` below; so the texts are `positive-question`,
 * `neutral-question`, `negative-question`, `positive-thanks` … and `low-label`, `label2`, `label3`, `label4`, `high-label` for the five points.
 *
 * Parts: those of `<aha-nps>`; `number` is a point of any look.
 */
export class CsatElement extends AskingElement<CsatWords> {
  protected readonly kind = 'csat';
  protected override readonly Scale = DrawnScale;

  constructor() {
    super(drawnScaleCss, csatLocales);
  }

  protected override scale({ lowLabel, label2, label3, label4, highLabel }: AllStrings<CsatWords>) {
    const given = { scale: this.setting('scale'), look: this.setting('look') };
    const scale = readScale(given, { from: 1, to: 5, look: 'emoji' }, (...mistake) => refuse(this, ...mistake));
    const labels = [lowLabel, label2, label3, label4, highLabel];
    return { ...drawable(scale), ...(scale.from === 1 && scale.to === labels.length && { labels }) };
  }
}
