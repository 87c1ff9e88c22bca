import { define } from '../shared/define.js';
import { CsatElement } from './csat.element.js';

/** Importing this file defines `<aha-csat>`: the widget's only side effect. */
define('aha-csat', CsatElement);

declare global {
  interface HTMLElementTagNameMap {
    'aha-csat': CsatElement;
  }
}
