import { define } from '../shared/define.js';
import { ReferralElement } from './referral.element.js';

/** Importing this file defines `<aha-referral>`: the widget's only side effect. */
define('aha-referral', ReferralElement);

declare global {
  interface HTMLElementTagNameMap {
    'aha-referral': ReferralElement;
  }
}
