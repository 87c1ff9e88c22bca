import { durationMs } from './duration.js';
import type { Arbiter } from './lifecycle.js';
import { isObject } from './logic.js';
import type { Place } from './mistake.js';
import { durationOf, entriesOf, numberOf, oneOf, onlyKnown } from './read-parts.js';
import { SURFACES, WIDGET_KINDS } from './read-widgets.js';

const OUTCOMES = { answered: '365d', dismissed: '90d', snoozed: '7d', ignored: '14d' } as const;
const QUIET = { '*': '1d', nps: '90d', csat: '30d', ces: '30d', survey: '30d' } as const;

/** Reads the arbiter's gaps and budgets, with those that hold where nothing is said. */
export function readArbiter(value: unknown, place: Place): Arbiter {
  const given = isObject(value) ? value : {};
  if (value !== undefined && !isObject(value))
    place.note('definition-invalid', value, 'give an object such as { "quiet": { "nps": "90d" } }');
  onlyKnown(given, ['quiet', 'surfaces', 'outcomes'], place);
  const durations = (from: unknown, at: Place, names: readonly string[]): Record<string, number> =>
    Object.fromEntries(
      entriesOf(from, at, 50).map(([name, text]) => {
        oneOf(name, names, at.at(name), names[0]!);
        return [name, durationOf(text, at.at(name))];
      }),
    );
  const inMs = (texts: Readonly<Record<string, string>>): Record<string, number> =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, durationMs(text)!]));
  const surfaces = entriesOf(given.surfaces, place.at('surfaces'), 10).map(([name, budget]) => {
    const here = place.at('surfaces').at(name);
    oneOf(name, SURFACES, here, 'corner');
    const { max, every } = isObject(budget) ? budget : { max: undefined, every: undefined };
    if (!isObject(budget))
      here.note('definition-invalid', budget, 'give an object such as { "max": 1, "every": "1d" }');
    else onlyKnown(budget, ['max', 'every'], here);
    return [
      name,
      { max: numberOf(max, here.at('max'), 1, 1, 1_000, true), everyMs: durationOf(every, here.at('every')) },
    ] as const;
  });
  return {
    quietMs: { ...inMs(QUIET), ...durations(given.quiet, place.at('quiet'), ['*', ...WIDGET_KINDS]) },
    surfaces: Object.fromEntries(surfaces),
    outcomesMs: {
      ...inMs(OUTCOMES),
      ...durations(given.outcomes, place.at('outcomes'), Object.keys(OUTCOMES)),
    } as unknown as Arbiter['outcomesMs'],
  };
}
