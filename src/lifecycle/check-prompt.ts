import {
  checkAddress,
  checkBoolean,
  checkFigure,
  checkHref,
  checkSource,
  checkText,
  objectOf,
  objectsOf,
  type CheckSettings,
  type Declared,
  type Settings,
} from './check-parts.js';
import { isObject } from './logic.js';
import type { Place } from './mistake.js';
import { entriesOf, numberOf, oneOf } from './read-parts.js';

/** A source that may stand beside other settings, or be given under another name. */
const checkCounted = (settings: Settings, other: string, at: Place, declared: Declared, isNumber = true): void => {
  if (settings.fact !== undefined) checkSource(settings, at, declared, isNumber);
  else if (settings[other] === undefined)
    at.note('definition-invalid', settings, `say what is shown: by "fact", or as "${other}"`);
  else checkFigure(settings[other], at.at(other), declared, isNumber);
};

/** Looks through the settings of `<aha-prompt>` as docs/widgets.md has them. */
export const checkPrompt: CheckSettings = (settings, at, declared) => {
  for (const name of ['title', 'text', 'label', 'action', 'name', 'creative', 'position', 'imageAlt'])
    checkText(settings[name], at.at(name));
  oneOf(settings.variant as string, ['announcement', 'recap', 'streak'], at.at('variant'), 'announcement');
  oneOf(settings.closedby as string, ['any', 'closerequest'], at.at('closedby'), 'closerequest');
  checkBoolean(settings.closable, at.at('closable'));
  for (const [name, source] of entriesOf(settings.values, at.at('values'), 20))
    checkFigure(source, at.at('values').at(name), declared, false);
  checkHref(settings.href, at.at('href'));
  if (settings.image !== undefined) {
    const image = isObject(settings.image) ? objectOf(settings.image, at.at('image'), ['src', 'alt']) : null;
    const src = image ? at.at('image').at('src') : at.at('image');
    checkAddress(
      image ? (image.src ?? null) : settings.image,
      src,
      /^https$/i,
      'give an https address, or a relative one',
    );
    if (image) checkText(image.alt === '' ? undefined : image.alt, at.at('image').at('alt'));
  }
  const has = (name: string): boolean => settings[name] !== undefined;
  if (has('meter')) {
    const here = at.at('meter');
    const meter = objectOf(settings.meter, here, ['fact', 'minus', 'used', 'limit', 'label', 'warnAt']);
    checkCounted(meter, 'used', here, declared);
    if (meter.limit === undefined) here.at('limit').note('definition-invalid', undefined, 'give the limit');
    else if (typeof meter.limit === 'number' && meter.limit <= 0)
      here.at('limit').note('definition-invalid', meter.limit, 'give a limit above 0');
    else checkFigure(meter.limit, here.at('limit'), declared);
    checkText(meter.label, here.at('label'));
    numberOf(meter.warnAt, here.at('warnAt'), 0.8, 0, 1);
  }
  for (const [action, here] of objectsOf(settings.actions, at.at('actions'), 2, ['label', 'href', 'call', 'snooze'])) {
    checkText(action.label, here.at('label'));
    checkBoolean(action.snooze, here.at('snooze'));
    if (['href', 'call', 'snooze'].filter((name) => action[name] !== undefined).length !== 1)
      here.note('definition-invalid', action, 'give one of "href", "call", "snooze": true');
    checkHref(action.href, here.at('href'));
    checkText(action.call, here.at('call'));
  }
  const figures = ['label', 'fact', 'minus', 'value', 'compare'];
  for (const [figure, here] of objectsOf(settings.figures, at.at('figures'), 6, figures)) {
    checkText(figure.label, here.at('label'), true);
    checkCounted(figure, 'value', here, declared, false);
    checkFigure(figure.compare, here.at('compare'), declared);
  }
  if (has('streak')) {
    const here = at.at('streak');
    const streak = objectOf(settings.streak, here, ['fact', 'minus', 'days', 'today', 'byHand', 'goal']);
    checkCounted(streak, 'days', here, declared);
    if (typeof streak.today !== 'boolean') checkFigure(streak.today, here.at('today'), declared);
    checkBoolean(streak.byHand, here.at('byHand'));
    numberOf(streak.goal, here.at('goal'), 7, 1, 31, true);
  }
  if (!['title', 'text', 'meter', 'figures', 'streak'].some(has))
    at.note('definition-invalid', settings, 'give a "title", a "text" or what to show: "meter", "figures", "streak"');
};
