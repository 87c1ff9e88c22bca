import { refuse } from '../shared/refuse.js';
import { DrawnScale } from '../survey/drawn-scale.js';
import { drawnScaleCss } from '../survey/drawn-scale.style.js';
import { drawable, readScale } from '../survey/read-scale.js';
import { AskingElement } from '../survey/asking-element.js';
import { cesLocales } from './ces.locales.js';
import type { CesWords } from './locales/en.js';

/**
 * `<aha-ces>` asks how easy it was to do what a person came for (1 very difficult, 7 very easy), then why, and thanks them once the answer is safe.
 *
 * Attributes, settings, properties, events and custom properties are those of `<aha-nps>`, and:
 * - `look`: `numbers` (default), `stars`, `emoji`
 * - `scale`: its ends, such as `1-5`; by default 1–7
 *
 * Groups: `positive` above the middle of the scale, `neutral` at it, `negative` below; so the texts are `positive-question`,
 * `neutral-question`, `negative-question`, `positive-thanks` …
 *
 * Parts: those of `<aha-nps>`; `number` is a point of any look.
 *
 * Source: M. Dixon, K. Freeman, N. Toman, "Stop Trying to Delight Your Customers", HBR, July 2010.
 */
export class CesElement extends AskingElement<CesWords> {
  protected readonly kind = 'ces';
  protected override readonly Scale = DrawnScale;

  constructor() {
    super(drawnScaleCss, cesLocales);
  }

  protected override scale() {
    const given = { scale: this.setting('scale'), look: this.setting('look') };
    return drawable(readScale(given, { from: 1, to: 7, look: 'numbers' }, (...mistake) => refuse(this, ...mistake)));
  }
}
