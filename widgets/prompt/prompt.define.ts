import { define } from '../shared/define.js';
import { PromptElement } from './prompt.element.js';

/** Importing this file defines `<aha-prompt>`: the widget's only side effect. */
define('aha-prompt', PromptElement);

declare global {
  interface HTMLElementTagNameMap {
    'aha-prompt': PromptElement;
  }
}
