import { typeOfFact, type Score, type Signal } from './lifecycle.js';
import { isObject } from './logic.js';
import type { Place } from './mistake.js';
import { namesRemedy } from './nearest.js';
import type { ReadCondition } from './read-conditions.js';
import type { Facts } from './read-facts.js';
import { listOf, numberOf, onlyKnown, textOf } from './read-parts.js';

const MAX_SIGNALS = 50;

/** Reads a score; null where there is none. */
export function readScore(value: unknown, place: Place, facts: Facts, condition: ReadCondition): Score | null {
  if (value === undefined) return null;
  if (!isObject(value)) {
    place.note('definition-invalid', value, 'give an object such as { "signals": […], "warnBelow": 40 }');
    return null;
  }
  onlyKnown(value, ['signals', 'warnBelow'], place);
  const signals: Signal[] = [];
  listOf(value.signals, place.at('signals'), MAX_SIGNALS).forEach((signal, index) => {
    const here = place.at('signals').at(index);
    if (!isObject(signal)) {
      here.note(
        'definition-invalid',
        signal,
        'give an object such as { "fact": "active_days", "from": 0, "to": 12, "points": 40 }',
      );
      return;
    }
    if (signal.points === undefined) here.at('points').note('definition-invalid', undefined, 'give the points');
    const points = numberOf(signal.points, here.at('points'), 0, -10_000, 10_000);
    if (signal.when !== undefined) {
      onlyKnown(signal, ['when', 'points', 'name'], here);
      const name = textOf(signal.name, here.at('name'), `signal ${index + 1}`);
      signals.push({ name, points, when: condition(signal.when, here.at('when'), 'segment') });
      return;
    }
    onlyKnown(signal, ['fact', 'from', 'to', 'points', 'name'], here);
    const fact = signal.fact as string;
    const known = facts.names.includes(fact);
    if (!known) here.at('fact').note('name-unknown', fact, namesRemedy(fact, facts.names));
    else if (typeOfFact(facts.byName.get(fact)!) !== 'number')
      here.at('fact').note('type-mismatch', fact, 'a signal needs a fact that is a number');
    for (const end of ['from', 'to'] as const) {
      if (signal[end] === undefined) here.at(end).note('definition-invalid', undefined, 'give a number');
    }
    const from = numberOf(signal.from, here.at('from'), 0, -1e12, 1e12);
    const to = numberOf(signal.to, here.at('to'), 1, -1e12, 1e12);
    if (from === to) here.at('to').note('condition-impossible', to, 'let "to" differ from "from"');
    signals.push({ name: textOf(signal.name, here.at('name'), known ? fact : ''), points, fact, from, to });
  });
  if (signals.length === 0) place.at('signals').note('definition-invalid', value.signals, 'give at least one signal');
  return {
    signals,
    warnBelow: value.warnBelow === undefined ? null : numberOf(value.warnBelow, place.at('warnBelow'), 0),
  };
}
