import { describe, expect, test } from 'vitest';
import pinned from '../../test/cases/lifecycle/keys.json' with { type: 'json' };
import type { Fact } from './fact.js';
import { factKey } from './fact-key.js';
import type { Lifecycle } from './lifecycle.js';
import { PRESET_NAMES } from './presets.js';
import { readChecklist } from './read-checklist.js';
import { readDefinition } from './read-definition.js';
import { FACT_KINDS } from './read-facts.js';
import { MILESTONE_OPTIONS } from './read-milestones.js';

const read = (definition: unknown): Lifecycle => {
  const made = readDefinition(definition, { readChecklist });
  if ('mistakes' in made) throw new Error(JSON.stringify(made.mistakes));
  return made.lifecycle;
};

describe.each(pinned)('$name', ({ definition, hash, keys }) => {
  test('has the keys that are stored in browsers', () => {
    expect(Object.fromEntries(read(definition).keys)).toEqual(keys);
  });

  test('has the hash that is stored in browsers and at collectors', () => {
    expect(read(definition).hash).toBe(hash);
  });
});

const facts = pinned.flatMap(({ definition }) => Object.values(definition.facts ?? {}) as Record<string, unknown>[]);
const made = pinned.flatMap(({ definition }) => [...read(definition).facts.values()]);

test.each(Object.entries(FACT_KINDS))(
  'keys.json has a fact of kind %s without and with each option',
  (kind, options) => {
    const ofKind = facts.filter((fact) => fact[kind] !== undefined);
    const has = (option: string) => ofKind.some((fact) => fact[option] !== undefined);
    expect(ofKind).not.toEqual([]);
    expect(options.filter((option) => !has(option))).toEqual([]);
  },
);

test('keys.json has a milestone with each option', () => {
  const options = pinned.flatMap(({ definition }) => Object.values(definition.milestones ?? {}).flatMap(Object.keys));
  expect(new Set(options)).toEqual(new Set(MILESTONE_OPTIONS));
});

test('keys.json has each kind that facts are made into, those that follow from other parts included', () => {
  const kinds: Record<Fact['kind'], true> = {
    count: true,
    sum: true,
    days: true,
    streak: true,
    unique: true,
    first: true,
    last: true,
    recency: true,
    age: true,
    sequence: true,
    returned: true,
    nth: true,
  };
  expect(new Set(made.map(({ kind }) => kind))).toEqual(new Set(Object.keys(kinds)));
});

test('keys.json has each preset', () => {
  const presets = pinned.flatMap(({ definition }) => definition.preset ?? []);
  expect(presets).toEqual(PRESET_NAMES);
});

test('a member that only the code knows changes no key, wherever it stands', () => {
  const withMore = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(withMore);
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).map(([name, member]): [string, unknown] => [name, withMore(member)]);
    return Object.fromEntries([['_private', 1], ...members.reverse()]);
  };
  for (const fact of made) expect(factKey(withMore(fact) as Fact)).toBe(factKey(fact));
});

test('facts of different meanings have different keys', () => {
  const keys = Object.values(pinned.find(({ name }) => name === 'each option of each fact')!.keys);
  expect(new Set(keys).size).toBe(keys.length);
});
