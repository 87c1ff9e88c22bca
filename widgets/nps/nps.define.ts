import { define } from '../shared/define.js';
import { NpsElement } from './nps.element.js';

/** Importing this file defines `<aha-nps>`: the widget's only side effect. */
define('aha-nps', NpsElement);

declare global {
  interface HTMLElementTagNameMap {
    'aha-nps': NpsElement;
  }
}
