import { expect, test } from 'vitest';
import { expose, variantOf } from './exposure.js';
import { assign } from './experiment.js';
import { EMPTY_LEDGER } from './ledger.js';
import { readDefinition } from './read-definition.js';

const lifecycleOf = (experiments: object) => {
  const read = readDefinition({ version: 1, experiments });
  if ('mistakes' in read) throw new Error(read.mistakes[0].path);
  return read.lifecycle;
};
const ids = { person: 'p1', account: 'acme' };

test('a variant once seen stays, whatever the weights become', () => {
  const before = lifecycleOf({ order: { variants: ['a', 'b'], weights: [1, 0] } });
  const { ledger, exposures } = expose(before, EMPTY_LEDGER, ['order'], ids, 5);
  expect(exposures).toEqual([{ experiment: 'order', variant: 'a' }]);
  const after = lifecycleOf({ order: { variants: ['a', 'b'], weights: [0, 1] } });
  expect(variantOf(after, EMPTY_LEDGER, 'order', ids)).toBe('b');
  expect(variantOf(after, ledger, 'order', ids)).toBe('a');
  expect(expose(after, ledger, ['order'], ids, 6)).toEqual({ ledger, exposures: [] });
});

test('a variant that there is no longer is dropped', () => {
  const before = lifecycleOf({ order: { variants: ['old', 'b'], weights: [1, 0] } });
  const { ledger } = expose(before, EMPTY_LEDGER, ['order'], ids, 5);
  const after = lifecycleOf({ order: { variants: ['a', 'b'] } });
  const variant = assign({ variants: ['a', 'b'] }, 'order', 'p1')!;
  expect(variantOf(after, ledger, 'order', ids)).toBe(variant);
  expect(expose(after, ledger, ['order'], ids, 6).exposures).toEqual([{ experiment: 'order', variant }]);
});

test('an experiment by account has one variant for all of an account, another may have another, and none without one', () => {
  const lifecycle = lifecycleOf({ order: { variants: ['a', 'b'], by: 'account' } });
  const of = (person: string, account: string | null) =>
    variantOf(lifecycle, EMPTY_LEDGER, 'order', { person, account });
  expect(new Set(['p1', 'p2', 'p3', 'p4', 'p5'].map((person) => of(person, 'acme'))).size).toBe(1);
  expect(new Set(Array.from({ length: 50 }, (_, at) => of('p1', `account-${at}`))).size).toBe(2);
  expect(of('p1', null)).toBeNull();
  const { ledger } = expose(lifecycle, EMPTY_LEDGER, ['order'], ids, 5);
  expect(variantOf(lifecycle, ledger, 'order', { ...ids, account: null })).toBeNull();
});

test('who takes no part is exposed to nothing', () => {
  const lifecycle = lifecycleOf({ order: { variants: ['a', 'b'], coverage: 0 } });
  expect(expose(lifecycle, EMPTY_LEDGER, ['order', 'unknown', 'constructor'], ids, 5)).toEqual({
    ledger: EMPTY_LEDGER,
    exposures: [],
  });
});
