import { define } from '../shared/define.js';
import { SurveyElement } from './survey.element.js';

/** Importing this file defines `<aha-survey>`: the widget's only side effect. */
define('aha-survey', SurveyElement);

declare global {
  interface HTMLElementTagNameMap {
    'aha-survey': SurveyElement;
  }
}
