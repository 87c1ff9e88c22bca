import { checkChecklist } from './check-checklist.js';
import { checkReferral } from './check-referral.js';
import type { CheckSettings } from './read-widgets.js';

const CHECKS: Readonly<Record<string, CheckSettings>> = { checklist: checkChecklist, referral: checkReferral };

/** Looks through the settings of a widget by its kind. Apart from the reading, so that pages do not load it: widgets take what they can of bad settings. */
export const checkSettings: CheckSettings = (widget, place) => {
  const { kind } = widget;
  if (typeof kind === 'string' && Object.hasOwn(CHECKS, kind)) CHECKS[kind]!(widget, place);
};
