import { define } from '../shared/define.js';
import { CesElement } from './ces.element.js';

/** Importing this file defines `<aha-ces>`: the widget's only side effect. */
define('aha-ces', CesElement);

declare global {
  interface HTMLElementTagNameMap {
    'aha-ces': CesElement;
  }
}
