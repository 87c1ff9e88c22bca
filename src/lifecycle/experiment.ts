/**
 * Which variant of an experiment an id is given: a pure function of the two, the same everywhere, as GrowthBook has it.
 *
 * Source: https://docs.growthbook.io/lib/build-your-own#hash (version 2 for variants, version 1 for namespaces)
 */
import type { ExperimentDefinition } from './definition.js';
import { fnv1a32 } from './hash.js';

export type Range = readonly [from: number, to: number];

/** Where an id falls between 0 and 1 (without 1), in ten-thousandths; evenly, and independently for each seed. */
export const hashShare = (seed: string, id: string): number => (fnv1a32(`${fnv1a32(seed + id)}`) % 10_000) / 10_000;

/** Each variant's range begins where the weights before it end; of it, the covered part takes part. */
export function bucketRanges(variants: number, coverage = 1, weights?: readonly number[]): Range[] {
  const covered = Math.min(1, Math.max(0, coverage));
  let from = 0;
  return Array.from({ length: variants }, (_, at) => {
    const start = from;
    const weight = weights?.[at] ?? 1 / variants;
    from += weight;
    return [start, start + covered * weight];
  });
}

/** The index of the range; −1 for none. */
export const chooseVariation = (share: number, ranges: readonly Range[]): number =>
  ranges.findIndex(([from, to]) => share >= from && share < to);

/** Whether an id falls in an experiment's part of a namespace: of experiments with parts that do not meet, in one at most. */
export function inNamespace(id: string, namespace: NonNullable<ExperimentDefinition['namespace']>): boolean {
  const share = (fnv1a32(`${id}__${namespace.id}`) % 1_000) / 1_000;
  return chooseVariation(share, [namespace.range]) === 0;
}

/**
 * The variant of an experiment for an id, whatever was assigned before; null where the id takes no part.
 *
 * @param name the experiment's; it is the seed where the experiment has none.
 * @param id of a person or an account, as `by` says; nobody without one takes part.
 */
export function assign(experiment: ExperimentDefinition, name: string, id: string): string | null {
  const { variants, weights, coverage, namespace, seed = name } = experiment;
  if (id === '' || (namespace && !inNamespace(id, namespace))) return null;
  return variants[chooseVariation(hashShare(seed, id), bucketRanges(variants.length, coverage, weights))] ?? null;
}
