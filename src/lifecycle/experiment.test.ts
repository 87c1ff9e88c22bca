import { expect, test } from 'vitest';
import { assign, bucketRanges, chooseVariation, hashShare, inNamespace } from './experiment.js';

// What GrowthBook publishes for SDKs to agree on: packages/sdk-js/test/cases.json, specVersion 0.5.4 (MIT). Its hash of version 1 is
// only for namespaces here; weights that do not add up to 1 mean something else: the rest takes no part.

test.each([
  ['seed', 'a', 0.0505],
  ['seed', 'b', 0.2696],
  ['foo', 'ab', 0.2575],
  ['foo', 'def', 0.2019],
  ['89123klj', '8952klfjas09ujkasdf', 0.124],
  ['90850943850283058242805', '123', 0.7516],
  ['()**(%$##$%#$#', '___)((*":&', 0.0128],
])('the seed %j and the id %j fall on %d, as GrowthBook has it', (seed, id, share) => {
  expect(hashShare(seed, id)).toBe(share);
});

test.each<[string, [number, number, number[]?], number[][]]>([
  ['normal 50/50', [2, 1], [[0, 0.5], [0.5, 1]]], // prettier-ignore
  ['reduced coverage', [2, 0.5], [[0, 0.25], [0.5, 0.75]]], // prettier-ignore
  ['zero coverage', [2, 0], [[0, 0], [0.5, 0.5]]], // prettier-ignore
  ['4 variations', [4, 1], [[0, 0.25], [0.25, 0.5], [0.5, 0.75], [0.75, 1]]], // prettier-ignore
  ['uneven weights', [2, 1, [0.4, 0.6]], [[0, 0.4], [0.4, 1]]], // prettier-ignore
  ['uneven weights, 3 variations', [3, 1, [0.2, 0.3, 0.5]], [[0, 0.2], [0.2, 0.5], [0.5, 1]]], // prettier-ignore
  ['uneven weights, reduced coverage', [3, 0.2, [0.2, 0.3, 0.5]], [[0, 0.04], [0.2, 0.26], [0.5, 0.6]]], // prettier-ignore
  ['negative coverage', [2, -0.2], [[0, 0], [0.5, 0.5]]], // prettier-ignore
  ['coverage above 1', [2, 1.5], [[0, 0.5], [0.5, 1]]], // prettier-ignore
  ['weights almost 1', [2, 1, [0.4, 0.5999]], [[0, 0.4], [0.4, 0.9999]]], // prettier-ignore
])('ranges of %s are as GrowthBook has them', (_, [variants, coverage, weights], ranges) => {
  const rounded = bucketRanges(variants, coverage, weights).map((range) => range.map((end) => +end.toFixed(6)));
  expect(rounded).toEqual(ranges);
});

test.each([
  [0.2, [[0, 0.5], [0.5, 1]], 0], // prettier-ignore
  [0.4, [[0, 0.5], [0.5, 1]], 0], // prettier-ignore
  [0.6, [[0, 0.5], [0.5, 1]], 1], // prettier-ignore
  [0.8, [[0, 0.5], [0.5, 1]], 1], // prettier-ignore
  [0, [[0, 0.5], [0.5, 1]], 0], // prettier-ignore
  [0.5, [[0, 0.5], [0.5, 1]], 1], // prettier-ignore
  [0.2, [[0, 0.25], [0.5, 0.75]], 0], // prettier-ignore
  [0.4, [[0, 0.25], [0.5, 0.75]], -1], // prettier-ignore
  [0.6, [[0, 0.25], [0.5, 0.75]], 1], // prettier-ignore
  [0.8, [[0, 0.25], [0.5, 0.75]], -1], // prettier-ignore
  [0.25, [[0, 0.25], [0.5, 0.75]], -1], // prettier-ignore
  [0.5, [[0, 0.25], [0.5, 0.75]], 1], // prettier-ignore
  [0.5, [[0, 0.5], [0.5, 0.5], [0.5, 1]], 2], // prettier-ignore
])('%d in %j is variation %d, as GrowthBook has it', (share, ranges, variation) => {
  expect(chooseVariation(share, ranges as [number, number][])).toBe(variation);
});

test.each([
  ['1', 'namespace1', 0, 0.4, false],
  ['1', 'namespace1', 0.4, 1, true],
  ['1', 'namespace2', 0, 0.4, false],
  ['1', 'namespace2', 0.4, 1, true],
  ['2', 'namespace1', 0, 0.4, false],
  ['2', 'namespace1', 0.4, 1, true],
  ['2', 'namespace2', 0, 0.4, false],
  ['2', 'namespace2', 0.4, 1, true],
  ['3', 'namespace1', 0, 0.4, false],
  ['3', 'namespace1', 0.4, 1, true],
  ['3', 'namespace2', 0, 0.4, true],
  ['3', 'namespace2', 0.4, 1, false],
  ['4', 'namespace1', 0, 0.4, false],
  ['4', 'namespace1', 0.4, 1, true],
  ['4', 'namespace2', 0, 0.4, true],
  ['4', 'namespace2', 0.4, 1, false],
])('the id %s is in %s from %d to %d: %s, as GrowthBook has it', (id, name, from, to, inside) => {
  expect(inNamespace(id, { id: name, range: [from, to] })).toBe(inside);
});

test('the seed foo gives the id 1 the second of two variants, with all or 0.99 of them covered, as GrowthBook has it', () => {
  const experiment = { variants: ['a', 'b'], seed: 'foo' };
  expect(assign(experiment, 'key', '1')).toBe('b');
  expect(assign({ ...experiment, coverage: 0.99 }, 'key', '1')).toBe('b');
});

const ids = Array.from({ length: 20_000 }, (_, at) => `person-${at}`);
const countBy = (of: (id: string) => string | null) => {
  const counts: Record<string, number> = {};
  for (const id of ids) counts[`${of(id)}`] = (counts[`${of(id)}`] ?? 0) + 1;
  return counts;
};
const chiSquare = (counts: Record<string, number>, shares: Record<string, number>) =>
  Object.entries(shares).reduce((sum, [name, share]) => {
    const expected = share * ids.length;
    return sum + ((counts[name] ?? 0) - expected) ** 2 / expected;
  }, 0);

// 0.999 quantiles of χ² with 1, 2 and 3 degrees of freedom, and of 99.
test('variants get their shares of 20,000 ids, in every experiment', () => {
  for (const name of ['one', 'another', 'checklist_order', '实验']) {
    expect(
      chiSquare(
        countBy((id) => assign({ variants: ['a', 'b'] }, name, id)),
        { a: 0.5, b: 0.5 },
      ),
    ).toBeLessThan(10.83);
    const weighted = { variants: ['a', 'b', 'c'], weights: [0.1, 0.3, 0.6] };
    expect(
      chiSquare(
        countBy((id) => assign(weighted, name, id)),
        { a: 0.1, b: 0.3, c: 0.6 },
      ),
    ).toBeLessThan(13.82);
    const covered = countBy((id) => assign({ ...weighted, coverage: 0.5 }, name, id));
    expect(chiSquare(covered, { a: 0.05, b: 0.15, c: 0.3, null: 0.5 })).toBeLessThan(16.27);
  }
  const tiles = countBy((id) => `${Math.floor(hashShare('tiles', id) * 100)}`);
  const even = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [at, 0.01]));
  expect(chiSquare(tiles, even)).toBeLessThan(148.23);
});

test('two experiments are assigned independently', () => {
  const both = countBy(
    (id) => `${assign({ variants: ['a', 'b'] }, 'one', id)}${assign({ variants: ['a', 'b'] }, 'two', id)}`,
  );
  expect(chiSquare(both, { aa: 0.25, ab: 0.25, ba: 0.25, bb: 0.25 })).toBeLessThan(16.27);
});

test('nobody is in two experiments whose parts of a namespace do not meet', () => {
  const first = { variants: ['a', 'b'], namespace: { id: 'onboarding', range: [0, 0.5] as const } };
  const second = { variants: ['a', 'b'], namespace: { id: 'onboarding', range: [0.5, 1] as const } };
  expect(ids.filter((id) => (assign(first, 'first', id) === null) === (assign(second, 'second', id) === null))).toEqual(
    [],
  );
});

test('whoever has no id takes no part', () => {
  expect(assign({ variants: ['a', 'b'] }, 'one', '')).toBeNull();
});

test('a greater coverage moves nobody from one variant to another', () => {
  const variants = ['a', 'b', 'c'];
  for (const id of ids.slice(0, 2_000)) {
    const before = assign({ variants, coverage: 0.3 }, 'one', id);
    if (before !== null) expect(assign({ variants, coverage: 0.9 }, 'one', id)).toBe(before);
  }
});
