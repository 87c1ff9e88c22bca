/**
 * Looks through the settings of widgets beyond what a page needs to know of them: for whoever writes a definition, not for the page, whose
 * widgets show what is right and leave out the rest.
 */
import { checkChecklist } from './check-checklist.js';
import type { CheckSettings, Declared } from './check-parts.js';
import { checkPrompt } from './check-prompt.js';
import { checkReferral } from './check-referral.js';
import { checkRewards } from './check-rewards.js';
import { checkSurvey } from './check-survey.js';
import type { WidgetDefinition } from './definition.js';
import type { Place } from './mistake.js';
import { hasOwn } from '../wire/has-own.js';

const CHECKS: Readonly<Record<WidgetDefinition['kind'], CheckSettings>> = {
  checklist: checkChecklist,
  nps: checkSurvey,
  csat: checkSurvey,
  ces: checkSurvey,
  survey: checkSurvey,
  referral: checkReferral,
  prompt: checkPrompt,
  rewards: checkRewards,
};

/** Notes the mistakes in the settings of a definition's widgets. */
export function checkWidgets(
  widgets: Readonly<Record<string, WidgetDefinition>>,
  place: Place,
  declared: Declared,
): void {
  for (const [name, settings] of Object.entries(widgets))
    if (hasOwn(CHECKS, settings.kind)) CHECKS[settings.kind](settings, place.at(name), declared);
}
