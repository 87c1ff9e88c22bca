/**
 * Checks the settings of widgets beyond what a page needs to know of them: for whoever writes a definition, not for the page, whose widgets
 * show what is right and leave out the rest.
 */
import type { WidgetDefinition } from './definition.js';
import { typeOfFact, type Lifecycle } from './lifecycle.js';
import { isObject } from './logic.js';
import { createPlace, type Mistake, type Place } from './mistake.js';
import { namesRemedy } from './nearest.js';
import { entriesOf, listOf, numberOf, oneOf, onlyKnown } from './read-parts.js';

type Settings = Readonly<Record<string, unknown>>;
type Check = (settings: Settings, at: Place, lifecycle: Lifecycle) => void;

const CHECKS: { readonly [kind in WidgetDefinition['kind']]?: Check } = { prompt: checkPrompt, rewards: checkRewards };

/** All mistakes in the settings of a definition's widgets, at most 100. */
export function checkWidgets(lifecycle: Lifecycle): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  const place = createPlace(mistakes).at('widgets');
  for (const [name, settings] of Object.entries(lifecycle.widgets))
    CHECKS[settings.kind]?.(settings, place.at(name), lifecycle);
  return mistakes;
}

const objectOf = (value: unknown, at: Place, known: readonly string[]): Settings => {
  if (value === undefined) return {};
  if (!isObject(value)) {
    at.note('definition-invalid', value, `give an object of ${known.join(', ')}`);
    return {};
  }
  onlyKnown(value, known, at);
  return value;
};

const objectsOf = (value: unknown, at: Place, most: number, known: readonly string[]): [Settings, Place][] =>
  listOf(value, at, most).map((one, index) => [objectOf(one ?? null, at.at(index), known), at.at(index)]);

/** A text, or the same in several languages. */
const checkText = (value: unknown, at: Place, isNeeded = false): void => {
  if (value === undefined && !isNeeded) return;
  const texts = isObject(value) ? Object.values(value) : [value];
  if (!texts.length || !texts.every((text) => typeof text === 'string' && text.trim() && text.length <= 400))
    at.note('definition-invalid', value, 'give a text of 1…400 characters, or one for each language: { "en": … }');
};

const checkFlag = (value: unknown, at: Place): void => {
  if (value !== undefined && typeof value !== 'boolean') at.note('definition-invalid', value, 'give true or false');
};

const nameOf = (name: unknown, names: readonly string[], at: Place): void => {
  if (!names.includes(name as string)) at.note('name-unknown', name, namesRemedy(name, names));
};

/** A fact by name, one that is a number where it must be. */
const checkFact = (name: unknown, at: Place, { facts, definition }: Lifecycle, isNumber = true): void => {
  const fact = typeof name === 'string' ? facts.get(name) : undefined;
  if (!fact || !Object.hasOwn(definition.facts ?? {}, name as string))
    at.note('name-unknown', name, `there is no such fact; ${namesRemedy(name, Object.keys(definition.facts ?? {}))}`);
  else if (isNumber && typeOfFact(fact) !== 'number') at.note('type-mismatch', name, 'name a fact that is a number');
};

/** A number, a fact's name, or `{ "fact", "minus" }`. */
const checkFigure = (value: unknown, at: Place, lifecycle: Lifecycle, isNumber = true): void => {
  if (value === undefined || typeof value === 'number') return;
  if (!isObject(value)) return checkFact(value, at, lifecycle, isNumber);
  onlyKnown(value, ['fact', 'minus'], at);
  checkSource(value, at, lifecycle, isNumber);
};

const checkSource = ({ fact, minus }: Settings, at: Place, lifecycle: Lifecycle, isNumber = true): void => {
  checkFact(fact, at.at('fact'), lifecycle, isNumber || minus !== undefined);
  if (minus !== undefined) checkFact(minus, at.at('minus'), lifecycle);
};

const checkAddress = (value: unknown, at: Place, allowed: RegExp, remedy: string): void => {
  const isAddress = typeof value === 'string' && value.trim() !== '' && value.length <= 2048;
  // As browsers read it: control characters and spaces in front are nothing to them.
  // eslint-disable-next-line no-control-regex
  const scheme = isAddress ? /^[a-z][a-z0-9+.-]*:/i.exec(value.replace(/[\u0000-\u0020]/g, ''))?.[0].toLowerCase() : '';
  if (!isAddress || (scheme && !allowed.test(scheme))) at.note('definition-invalid', value, remedy);
};
const checkLink = (value: unknown, at: Place): void =>
  checkAddress(value, at, /^(https?|mailto|tel):$/, 'give an address of http, https, mailto or tel, or a relative one');

/** A source that may stand beside other settings, or be given under another name. */
const checkCounted = (settings: Settings, other: string, at: Place, lifecycle: Lifecycle, isNumber = true): void => {
  if (settings.fact !== undefined) checkSource(settings, at, lifecycle, isNumber);
  else if (settings[other] === undefined)
    at.note('definition-invalid', settings, `say what is shown: by "fact", or as "${other}"`);
  else checkFigure(settings[other], at.at(other), lifecycle, isNumber);
};

function checkPrompt(settings: Settings, at: Place, lifecycle: Lifecycle): void {
  for (const name of ['title', 'text', 'label', 'action', 'name', 'creative', 'position', 'imageAlt'])
    checkText(settings[name], at.at(name));
  oneOf(settings.variant as string, ['announcement', 'recap', 'streak'], at.at('variant'), 'announcement');
  oneOf(settings.closedby as string, ['any', 'closerequest'], at.at('closedby'), 'closerequest');
  checkFlag(settings.closable, at.at('closable'));
  for (const [name, source] of entriesOf(settings.values, at.at('values'), 20))
    checkFigure(source, at.at('values').at(name), lifecycle, false);
  if (settings.href !== undefined) checkLink(settings.href, at.at('href'));
  if (settings.image !== undefined) {
    const image = isObject(settings.image) ? objectOf(settings.image, at.at('image'), ['src', 'alt']) : null;
    const src = image ? at.at('image').at('src') : at.at('image');
    checkAddress(image ? image.src : settings.image, src, /^https:$/, 'give an https address, or a relative one');
    if (image) checkText(image.alt === '' ? undefined : image.alt, at.at('image').at('alt'));
  }
  const has = (name: string): boolean => settings[name] !== undefined;
  if (has('meter')) {
    const here = at.at('meter');
    const meter = objectOf(settings.meter, here, ['fact', 'minus', 'used', 'limit', 'label', 'warnAt']);
    checkCounted(meter, 'used', here, lifecycle);
    if (meter.limit === undefined) here.at('limit').note('definition-invalid', undefined, 'give the limit');
    else if (typeof meter.limit === 'number' && meter.limit <= 0)
      here.at('limit').note('definition-invalid', meter.limit, 'give a limit above 0');
    else checkFigure(meter.limit, here.at('limit'), lifecycle);
    checkText(meter.label, here.at('label'));
    numberOf(meter.warnAt, here.at('warnAt'), 0.8, 0, 1);
  }
  for (const [action, here] of objectsOf(settings.actions, at.at('actions'), 2, ['label', 'href', 'call', 'snooze'])) {
    checkText(action.label, here.at('label'));
    checkFlag(action.snooze, here.at('snooze'));
    if (['href', 'call', 'snooze'].filter((name) => action[name] !== undefined).length !== 1)
      here.note('definition-invalid', action, 'give one of "href", "call", "snooze": true');
    if (action.href !== undefined) checkLink(action.href, here.at('href'));
    checkText(action.call, here.at('call'));
  }
  const figures = ['label', 'fact', 'minus', 'value', 'compare'];
  for (const [figure, here] of objectsOf(settings.figures, at.at('figures'), 6, figures)) {
    checkText(figure.label, here.at('label'), true);
    checkCounted(figure, 'value', here, lifecycle, false);
    checkFigure(figure.compare, here.at('compare'), lifecycle);
  }
  if (has('streak')) {
    const here = at.at('streak');
    const streak = objectOf(settings.streak, here, ['fact', 'minus', 'days', 'today', 'byHand', 'goal']);
    checkCounted(streak, 'days', here, lifecycle);
    if (typeof streak.today !== 'boolean') checkFigure(streak.today, here.at('today'), lifecycle);
    checkFlag(streak.byHand, here.at('byHand'));
    numberOf(streak.goal, here.at('goal'), 7, 1, 31, true);
  }
  if (!['title', 'text', 'meter', 'figures', 'streak'].some(has))
    at.note('definition-invalid', settings, 'give a "title", a "text" or what to show: "meter", "figures", "streak"');
}

function checkRewards(settings: Settings, at: Place, lifecycle: Lifecycle): void {
  const milestones = lifecycle.milestones.map(({ name }) => name);
  const segments = lifecycle.segments.map(({ name }) => name);
  checkText(settings.title, at.at('title'));
  checkFigure(settings.granted, at.at('granted'), lifecycle);
  checkFigure(settings.anniversary, at.at('anniversary'), lifecycle);
  for (const [rule, here] of objectsOf(settings.points, at.at('points'), 50, ['fact', 'each', 'milestone', 'points'])) {
    const isFact = rule.fact !== undefined;
    if (isFact === (rule.milestone !== undefined))
      here.note('definition-invalid', rule, 'give a "fact" with "each", or a "milestone" with "points"');
    else if (isFact) checkFact(rule.fact, here.at('fact'), lifecycle);
    else nameOf(rule.milestone, milestones, here.at('milestone'));
    numberOf(rule[isFact ? 'each' : 'points'] ?? null, here.at(isFact ? 'each' : 'points'), 0, -1e6, 1e6);
  }
  const begins = new Set<unknown>();
  for (const [level, here] of objectsOf(settings.levels, at.at('levels'), 30, ['at', 'title'])) {
    numberOf(level.at ?? null, here.at('at'), 0, 0, 1e9);
    checkText(level.title, here.at('title'), true);
    if (begins.has(level.at)) here.at('at').note('definition-invalid', level.at, 'let each level begin elsewhere');
    begins.add(level.at);
  }
  const badges = ['milestone', 'segment', 'fact', 'atLeast', 'title', 'icon'];
  for (const [badge, here] of objectsOf(settings.badges, at.at('badges'), 50, badges)) {
    checkText(badge.title, here.at('title'), true);
    checkText(badge.icon, here.at('icon'));
    numberOf(badge.atLeast, here.at('atLeast'), 1);
    const by = ['milestone', 'segment', 'fact'].filter((name) => badge[name] !== undefined);
    if (by.length !== 1) here.note('definition-invalid', badge, 'give one of "milestone", "segment", "fact"');
    else if (by[0] === 'fact') checkFact(badge.fact, here.at('fact'), lifecycle);
    else nameOf(badge[by[0]!], by[0] === 'segment' ? segments : milestones, here.at(by[0]!));
  }
  if (!['points', 'badges', 'anniversary', 'granted'].some((name) => settings[name] !== undefined))
    at.note('definition-invalid', settings, 'give "points", "badges" or an "anniversary"');
}
