import { mistakeText, type Mistake } from './mistake.js';

/** A definition with mistakes, thrown where it is given: all of them, one a line; the code is the first one's. */
export class LifecycleError extends Error {
  override readonly name = 'LifecycleError';
  readonly code: Mistake['code'];
  readonly mistakes: readonly [Mistake, ...Mistake[]];

  constructor(mistakes: readonly [Mistake, ...Mistake[]]) {
    super(mistakes.map(mistakeText).join('\n'));
    this.code = mistakes[0].code;
    this.mistakes = mistakes;
  }
}
