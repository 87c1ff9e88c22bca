import type { Lifecycle } from './lifecycle.js';
import { isObject } from './logic.js';
import type { Place } from './mistake.js';
import { entriesOf, listOf, numberOf, oneOf, onlyKnown, textOf } from './read-parts.js';

export const MAX_EXPERIMENTS = 100;
const MAX_VARIANTS = 20;

/** Reads the experiments. */
export function readExperiments(value: unknown, place: Place): Lifecycle['experiments'] {
  const fine: Record<string, Lifecycle['experiments'][string]> = {};
  for (const [name, experiment] of entriesOf(value, place, MAX_EXPERIMENTS)) {
    const here = place.at(name);
    if (!isObject(experiment)) {
      here.note('definition-invalid', experiment, 'give an object such as { "variants": ["control", "new"] }');
      continue;
    }
    onlyKnown(experiment, ['variants', 'weights', 'coverage', 'by', 'namespace', 'seed'], here);
    const variants = listOf(experiment.variants, here.at('variants'), MAX_VARIANTS);
    if (
      variants.length < 2 ||
      new Set(variants).size !== variants.length ||
      !variants.every((one) => typeof one === 'string' && one !== '')
    )
      here.at('variants').note('definition-invalid', experiment.variants, `give 2…${MAX_VARIANTS} different names`);
    const weights = listOf(experiment.weights, here.at('weights'), MAX_VARIANTS);
    const sum = weights.reduce(
      (total: number, weight) => total + (typeof weight === 'number' && weight >= 0 ? weight : 2),
      0,
    );
    if (experiment.weights !== undefined && (weights.length !== variants.length || sum > 1.000_001 || sum <= 0))
      here
        .at('weights')
        .note(
          'definition-invalid',
          experiment.weights,
          'give a share from 0 to 1 for each variant, together at most 1',
        );
    numberOf(experiment.coverage, here.at('coverage'), 1, 0, 1);
    oneOf(experiment.by, ['person', 'account'], here.at('by'), 'person');
    textOf(experiment.seed, here.at('seed'), name);
    const { namespace } = experiment;
    if (namespace !== undefined) {
      const range: unknown[] = isObject(namespace) && Array.isArray(namespace.range) ? namespace.range : [];
      const [from, to] = range;
      const isRange = typeof from === 'number' && typeof to === 'number' && from >= 0 && to <= 1 && from < to;
      if (!isObject(namespace) || typeof namespace.id !== 'string' || range.length !== 2 || !isRange)
        here.at('namespace').note('definition-invalid', namespace, 'give { "id": "onboarding", "range": [0, 0.5] }');
    }
    fine[name] = experiment as unknown as Lifecycle['experiments'][string];
  }
  return fine;
}
