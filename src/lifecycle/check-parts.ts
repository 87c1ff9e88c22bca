/**
 * The parts that settings of widgets are made of, checked: texts in one language or several, addresses, truth values, figures.
 */
import { typeOfFact, type Lifecycle } from './lifecycle.js';
import { isObject } from './logic.js';
import type { Place } from './mistake.js';
import { namesRemedy } from './nearest.js';
import { listOf, onlyKnown } from './read-parts.js';
import { hasOwn } from '../wire/has-own.js';

export type Settings = Readonly<Record<string, unknown>>;

/** What of a definition the settings of its widgets may name. */
export type Declared = Pick<Lifecycle, 'definition' | 'facts' | 'milestones' | 'segments'>;

/** Notes what is wrong with the settings of a widget of one kind. */
export type CheckSettings = (settings: Settings, at: Place, declared: Declared) => void;

const MAX_TEXT = 400;

const isText = (value: unknown): boolean =>
  typeof value === 'string' && value.trim() !== '' && value.length <= MAX_TEXT;

/** A text, or one for each language; nothing where it is left out. */
export function checkText(value: unknown, at: Place, isNeeded = false): void {
  const fine = isObject(value) ? Object.keys(value).length > 0 && Object.values(value).every(isText) : isText(value);
  if (!fine && (value !== undefined || isNeeded))
    at.note(
      'definition-invalid',
      value,
      `give a text of 1…${MAX_TEXT} characters, or one for each language: { "en": "Hello", "zh-CN": "你好" }`,
    );
}

/** An address whose scheme, where it has one, is allowed. */
export function checkAddress(value: unknown, at: Place, allowed: RegExp, remedy: string): void {
  if (value === undefined) return;
  // As a browser reads it: white space and control characters inside are nothing to it.
  // eslint-disable-next-line no-control-regex
  const plain = typeof value === 'string' ? value.replace(/[\u0000-\u0020]/g, '') : '';
  const [, scheme] = /^([a-z][a-z\d+.-]*):/i.exec(plain) ?? [];
  if (plain === '' || plain.length > 2048 || (scheme !== undefined && !allowed.test(scheme)))
    at.note('definition-invalid', value, remedy);
}

/** An address that a widget will make a link of. */
export const checkHref = (value: unknown, at: Place): void =>
  checkAddress(
    value,
    at,
    /^(https?|mailto|tel)$/i,
    'give an address: relative, or with https:, http:, mailto: or tel:',
  );

export function checkBoolean(value: unknown, at: Place): void {
  if (value !== undefined && typeof value !== 'boolean') at.note('definition-invalid', value, 'give true or false');
}

/** An object; nothing where it is left out or none. */
export function objectOf(value: unknown, at: Place, known: readonly string[]): Settings {
  if (value === undefined) return {};
  if (!isObject(value)) {
    at.note('definition-invalid', value, `give an object of ${known.join(', ')}`);
    return {};
  }
  onlyKnown(value, known, at);
  return value;
}

/** A list of objects, each with its place. */
export const objectsOf = (value: unknown, at: Place, most: number, known: readonly string[]): [Settings, Place][] =>
  listOf(value, at, most).map((one, index) => [objectOf(one ?? null, at.at(index), known), at.at(index)]);

/** One of some names that the definition declares. */
export function checkName(name: unknown, names: readonly string[], at: Place): void {
  if (!names.includes(name as string)) at.note('name-unknown', name, namesRemedy(name, names));
}

/** A fact by name, one that is a number where it must be. */
export function checkFact(name: unknown, at: Place, { facts, definition }: Declared, isNumber = true): void {
  const fact = typeof name === 'string' ? facts.get(name) : undefined;
  if (!fact || !hasOwn(definition.facts ?? {}, name as string))
    at.note('name-unknown', name, `there is no such fact; ${namesRemedy(name, Object.keys(definition.facts ?? {}))}`);
  else if (isNumber && typeOfFact(fact) !== 'number') at.note('type-mismatch', name, 'name a fact that is a number');
}

/** A number, a fact's name, or `{ "fact", "minus" }`. */
export function checkFigure(value: unknown, at: Place, declared: Declared, isNumber = true): void {
  if (value === undefined || typeof value === 'number') return;
  if (!isObject(value)) return checkFact(value, at, declared, isNumber);
  onlyKnown(value, ['fact', 'minus'], at);
  checkSource(value, at, declared, isNumber);
}

/** What a fact, or one less another, names. */
export function checkSource({ fact, minus }: Settings, at: Place, declared: Declared, isNumber = true): void {
  checkFact(fact, at.at('fact'), declared, isNumber || minus !== undefined);
  if (minus !== undefined) checkFact(minus, at.at('minus'), declared);
}
