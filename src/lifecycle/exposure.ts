/**
 * Variants of one person: those they have seen stay, and seeing one is told once.
 */
import type { ExperimentDefinition } from './definition.js';
import { assign } from './experiment.js';
import { own, type Ledger } from './ledger.js';
import type { ConditionLeaf, Lifecycle, PersonLogic } from './lifecycle.js';
import { leaves } from './logic.js';

/** Whom variants are assigned to. */
export interface Ids {
  /** What the person was first known by, which stays the same when they turn out to be somebody. */
  readonly person: string;
  /** Null for whom acts for no account. */
  readonly account: string | null;
}

const keyOf = ({ by }: ExperimentDefinition, name: string, { account }: Ids): string =>
  by === 'account' ? `${name}\n${account}` : name;

/**
 * The variant of a person: the one they have seen, whatever the weights are now, as long as there is such a variant; else the one
 * that their id is given. Null where they take no part, or there is no such experiment.
 */
export function variantOf(lifecycle: Lifecycle, ledger: Ledger, name: string, ids: Ids): string | null {
  const experiment = own(lifecycle.experiments, name);
  if (!experiment) return null;
  const [seen] = own(ledger.assigned, keyOf(experiment, name, ids)) ?? [];
  if (seen !== undefined && experiment.variants.includes(seen)) return seen;
  return assign(experiment, name, (experiment.by === 'account' ? ids.account : ids.person) ?? '');
}

/** An exposure: what `Experiment Viewed` tells. */
export interface Exposure {
  readonly experiment: string;
  readonly variant: string;
}

/**
 * The person sees their variants of experiments from now on.
 *
 * @returns the ledger that keeps them, and those that they have not seen before.
 */
export function expose(
  lifecycle: Lifecycle,
  ledger: Ledger,
  names: readonly string[],
  ids: Ids,
  nowMs: number,
): { readonly ledger: Ledger; readonly exposures: readonly Exposure[] } {
  const exposures: Exposure[] = [];
  const assigned = { ...ledger.assigned };
  for (const name of names) {
    const variant = variantOf(lifecycle, ledger, name, ids);
    if (variant === null) continue;
    const key = keyOf(own(lifecycle.experiments, name)!, name, ids);
    if (own(assigned, key)?.[0] === variant) continue;
    assigned[key] = [variant, nowMs];
    exposures.push({ experiment: name, variant });
  }
  return { ledger: exposures.length > 0 ? { ...ledger, assigned } : ledger, exposures };
}

/**
 * The experiments by whose variant alone a condition holds or not, right now: whoever is in one is exposed to it, in every variant,
 * shown something or not, or the variants could not be compared.
 */
export function experimentsThatDecide(
  lifecycle: Lifecycle,
  when: PersonLogic | null,
  check: (logic: PersonLogic) => boolean,
): string[] {
  if (!when) return [];
  const asked = new Set<string>();
  for (const leaf of leaves(when)) if ('assigned' in leaf) asked.add(leaf.assigned);
  return [...asked].filter((name) => {
    const [first, ...others] = lifecycle.experiments[name]!.variants.map((variant) =>
      check(suppose(when, name, variant)),
    );
    return others.some((holds) => holds !== first);
  });
}

/** The condition as it is for whom has the variant. */
function suppose(logic: PersonLogic, experiment: string, variant: string): PersonLogic {
  const each = (part: PersonLogic): PersonLogic => suppose(part, experiment, variant);
  if ('all' in logic) return { all: logic.all.map(each) };
  if ('any' in logic) return { any: logic.any.map(each) };
  if ('not' in logic) return { not: each(logic.not) };
  return isAssigned(logic.leaf, experiment) ? (logic.leaf.variant === variant ? { all: [] } : { any: [] }) : logic;
}

const isAssigned = (leaf: ConditionLeaf, experiment: string): leaf is Extract<ConditionLeaf, { assigned: string }> =>
  'assigned' in leaf && leaf.assigned === experiment;
