import { define } from '../shared/define.js';
import { ChecklistElement } from './checklist.element.js';

/** Importing this file defines `<aha-checklist>`: the widget's only side effect. */
define('aha-checklist', ChecklistElement);

declare global {
  interface HTMLElementTagNameMap {
    'aha-checklist': ChecklistElement;
  }
}
