import { define } from '../shared/define.js';
import { RewardsElement } from './rewards.element.js';

/** Importing this file defines `<aha-rewards>`: the widget's only side effect. */
define('aha-rewards', RewardsElement);

declare global {
  interface HTMLElementTagNameMap {
    'aha-rewards': RewardsElement;
  }
}
