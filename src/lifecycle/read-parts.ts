/**
 * The parts that every piece of a definition is made of: names, lists, numbers, texts, durations. What is none is noted, and something
 * harmless is gone on with, so that all mistakes are found at once.
 */
import { durationMs } from './duration.js';
import { isObject } from './logic.js';
import type { Place } from './mistake.js';
import { namesRemedy } from './nearest.js';

const DURATION = 'give a number and a unit of s, m, h, d or w, such as "90d"; more than nothing and at most ten years';

/** What stands under names in an object; nothing where it is left out. */
export const entriesOf = (value: unknown, place: Place, most: number): [string, unknown][] => {
  if (value === undefined) return [];
  if (!isObject(value)) {
    place.note('definition-invalid', value, 'give an object of names');
    return [];
  }
  const entries = Object.entries(value);
  if (entries.length > most) {
    place.note('definition-too-large', entries.length, `keep to at most ${most}`);
    return [];
  }
  return entries.filter(([name]) => {
    const fine = name.length > 0 && name.length <= 100 && !name.startsWith('$') && name !== '__proto__';
    if (!fine) place.at(name).note('definition-invalid', name, 'a name has 1…100 characters and no $ in front');
    return fine;
  });
};

/** A list; an empty one where it is left out. */
export const listOf = (value: unknown, place: Place, most: number): unknown[] => {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    place.note('definition-invalid', value, 'give a list');
    return [];
  }
  if (value.length > most) {
    place.note('definition-too-large', value.length, `keep to at most ${most}`);
    return [];
  }
  return value;
};

/** Notes members that there are not. */
export const onlyKnown = (value: Readonly<Record<string, unknown>>, known: readonly string[], place: Place): void => {
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) place.at(name).note('name-unknown', name, namesRemedy(name, known));
  }
};

/** A finite number of a range; the fallback where it is left out. */
export const numberOf = (
  value: unknown,
  place: Place,
  fallback: number,
  from = -1e9,
  to = 1e9,
  whole = false,
): number => {
  if (value === undefined) return fallback;
  if (typeof value === 'number' && value >= from && value <= to && (!whole || Number.isInteger(value))) return value;
  place.note('definition-invalid', value, `give a ${whole ? 'whole ' : ''}number from ${from} to ${to}`);
  return fallback;
};

/** A text that is not empty; the fallback where it is left out. */
export const textOf = (value: unknown, place: Place, fallback: string): string => {
  if (value === undefined) return fallback;
  if (typeof value === 'string' && value !== '' && value.length <= 200) return value;
  place.note('definition-invalid', value, 'give a text of 1…200 characters');
  return fallback;
};

/** One of some words; the fallback where it is left out. */
export const oneOf = <T extends string>(value: unknown, words: readonly T[], place: Place, fallback: T): T => {
  if (value === undefined) return fallback;
  if (words.includes(value as T)) return value as T;
  place.note('name-unknown', value, namesRemedy(value, words));
  return fallback;
};

/** Milliseconds of a duration such as "90d"; null where it may be left out and is. */
export function durationOf(value: unknown, place: Place): number;
export function durationOf(value: unknown, place: Place, fallback: null): number | null;
export function durationOf(value: unknown, place: Place, fallback?: null): number | null {
  if (value === undefined && fallback === null) return null;
  const ms = durationMs(value);
  if (ms === null) place.note('definition-invalid', value, DURATION);
  return ms ?? 1;
}
