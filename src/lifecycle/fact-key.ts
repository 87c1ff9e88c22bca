import type { EventFilter, PropertyLeaf } from './event.js';
import type { Fact } from './fact.js';
import { canonical, fnv1a32 } from './hash.js';
import { isObject, type Compare, type Logic } from './logic.js';

type NamesOf<Union> = Union extends unknown ? keyof Union : never;

/**
 * Names each member of a fact, and of what it is made of, as stored keys have it. Keys lie in people's browsers and at collectors of other
 * releases: a member may be renamed on the left, and its name on the right stays. A member left out here is in no key.
 */
const STORED_NAMES: {
  readonly [member in NamesOf<Fact | EventFilter | Logic<PropertyLeaf> | PropertyLeaf | Compare>]: string;
} = {
  kind: 'kind',
  filter: 'filter',
  of: 'of',
  type: 'type',
  withinMs: 'withinMs',
  today: 'today',
  takesBack: 'takesBack',
  steps: 'steps',
  afterMs: 'afterMs',
  once: 'once',
  minus: 'minus',
  n: 'n',
  names: 'names',
  types: 'types',
  all: 'all',
  referred: 'referred',
  where: 'where',
  any: 'any',
  not: 'not',
  leaf: 'leaf',
  path: 'path',
  compare: 'compare',
  is: 'is',
  to: 'to',
};

/** The value with its members under their stored names. */
const stored = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(stored);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(STORED_NAMES).map(([member, name]) => [name, stored(value[member])]));
};

/**
 * The key that a fact is stored under: facts of one meaning have one key. test/cases/lifecycle/keys.json pins it.
 *
 * @param utcOffset where days begin, as the definition has it.
 */
export function factKey(fact: Fact, utcOffset = '+00:00'): string {
  const text = canonical([stored(fact), fact.kind === 'days' || fact.kind === 'streak' ? utcOffset : '']);
  return `${fact.kind}:${fnv1a32(text).toString(36)}${fnv1a32(`${text}\u0001`).toString(36)}`;
}
