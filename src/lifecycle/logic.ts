/**
 * Conditions as trees: read once from the typed subset of MongoDB's query operators, then asked of values here and written as SQL
 * by the collector.
 *
 * Source: https://www.mongodb.com/docs/manual/reference/operator/query/ and https://docs.growthbook.io/lib/build-your-own#conditions
 */
import type { Scalar } from './definition.js';
import type { Place } from './mistake.js';

export type Compare =
  | { readonly is: 'eq'; readonly to: string | number | boolean }
  | { readonly is: 'gt' | 'gte' | 'lt' | 'lte'; readonly to: number }
  | { readonly is: 'in'; readonly to: readonly (string | number | boolean)[] }
  | { readonly is: 'exists' };

export type Logic<Leaf> =
  | { readonly all: readonly Logic<Leaf>[] }
  | { readonly any: readonly Logic<Leaf>[] }
  | { readonly not: Logic<Leaf> }
  | { readonly leaf: Leaf };

/** Whether it holds; `ask` answers for the leaves. */
export function holds<Leaf>(logic: Logic<Leaf>, ask: (leaf: Leaf) => boolean): boolean {
  if ('all' in logic) return logic.all.every((part) => holds(part, ask));
  if ('any' in logic) return logic.any.some((part) => holds(part, ask));
  return 'not' in logic ? !holds(logic.not, ask) : ask(logic.leaf);
}

export function* leaves<Leaf>(logic: Logic<Leaf>): Generator<Leaf> {
  if ('leaf' in logic) yield logic.leaf;
  else if ('not' in logic) yield* leaves(logic.not);
  else for (const part of 'all' in logic ? logic.all : logic.any) yield* leaves(part);
}

/** Whether a value fulfils a comparison; undefined, and all that is neither text, number nor truth value, is missing. */
export function fulfils(value: unknown, compare: Compare): boolean {
  if (!isValue(value)) return false;
  switch (compare.is) {
    case 'exists':
      return true;
    case 'eq':
      return value === compare.to;
    case 'in':
      return compare.to.includes(value);
    default:
      if (typeof value !== 'number') return false;
      if (compare.is === 'gt') return value > compare.to;
      if (compare.is === 'gte') return value >= compare.to;
      return compare.is === 'lt' ? value < compare.to : value <= compare.to;
  }
}

export const isValue = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How deep conditions may nest, and of how many parts one may be. */
const MAX_DEPTH = 8;
const MAX_PARTS = 500;
const MAX_LIST = 1_000;

export interface LogicOptions<Leaf> {
  /** The leaf of a name and a comparison; null where it has been noted as a mistake. */
  readonly leaf: (name: string, compare: Compare, place: Place, namePlace: Place) => Leaf | null;
  /** What `$name: value` is, where that is no operator of the grammar; undefined for what is unknown. */
  readonly special?: (name: string, value: unknown, place: Place) => Logic<Leaf> | undefined;
  /** The operators that may stand beside names, for a remedy. */
  readonly specials?: readonly string[];
}

const NEVER = { any: [] } as const;
const LISTS = ['$and', '$or', '$nor'] as const;
const OPERATORS = ['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin', '$exists', '$not'] as const;

/** Reads a condition; what cannot be one is noted, and never holds. */
export function readLogic<Leaf>(value: unknown, place: Place, options: LogicOptions<Leaf>): Logic<Leaf> {
  let parts = 0;
  const tooMuch = (at: Place, deep: number): boolean => {
    if (++parts <= MAX_PARTS && deep <= MAX_DEPTH) return false;
    if (parts === MAX_PARTS + 1 || deep > MAX_DEPTH)
      at.note('definition-too-large', parts, `keep a condition to ${MAX_PARTS} parts and ${MAX_DEPTH} levels`);
    return true;
  };
  const read = (from: unknown, at: Place, deep: number): Logic<Leaf> => {
    if (tooMuch(at, deep)) return NEVER;
    if (!isObject(from)) {
      at.note('definition-invalid', from, 'give an object such as { "orders": { "$gte": 1 } }');
      return NEVER;
    }
    const all = Object.entries(from).map(([name, test]): Logic<Leaf> => {
      const here = at.at(name);
      if ((LISTS as readonly string[]).includes(name)) {
        if (!Array.isArray(test)) {
          here.note('definition-invalid', test, 'give a list of conditions');
          return NEVER;
        }
        const list = test.map((part, index) => read(part, here.at(index), deep + 1));
        return name === '$and' ? { all: list } : name === '$or' ? { any: list } : { not: { any: list } };
      }
      if (name === '$not') return { not: read(test, here, deep + 1) };
      if (!name.startsWith('$')) return readTest(name, test, here, deep + 1);
      const special = options.special?.(name, test, here);
      if (special) return special;
      here.note(
        'operator-unknown',
        name,
        `beside names there are ${[...LISTS, '$not', ...(options.specials ?? [])].join(', ')}`,
      );
      return NEVER;
    });
    return all.length === 1 ? all[0]! : { all };
  };
  const readTest = (name: string, test: unknown, at: Place, deep: number): Logic<Leaf> => {
    if (tooMuch(at, deep)) return NEVER;
    const leaf = (compare: Compare, here: Place): Logic<Leaf> => {
      const made = options.leaf(name, compare, here, at);
      return made === null ? NEVER : { leaf: made };
    };
    const equals = (to: unknown, here: Place): Logic<Leaf> => {
      if (to === null) return { not: leaf({ is: 'exists' }, here) };
      if (isValue(to)) return leaf({ is: 'eq', to }, here);
      here.note('definition-invalid', to, 'compare with a text, a finite number, true, false or null');
      return NEVER;
    };
    if (!isObject(test)) return equals(test, at);
    const all = Object.entries(test).map(([operator, to]): Logic<Leaf> => {
      const here = at.at(operator);
      switch (operator) {
        case '$eq':
          return equals(to, here);
        case '$ne':
          return { not: equals(to, here) };
        case '$gt':
        case '$gte':
        case '$lt':
        case '$lte':
          if (typeof to === 'number' && Number.isFinite(to))
            return leaf({ is: operator.slice(1) as 'gt' | 'gte' | 'lt' | 'lte', to }, here);
          here.note('definition-invalid', to, `${operator} compares with a finite number`);
          return NEVER;
        case '$in':
        case '$nin': {
          if (!Array.isArray(to) || to.length > MAX_LIST || !to.every((one) => one === null || isValue(one))) {
            here.note(
              'definition-invalid',
              to,
              `give a list of at most ${MAX_LIST} texts, numbers, true, false or null`,
            );
            return NEVER;
          }
          const scalars = to as Scalar[];
          const among: Logic<Leaf> = leaf({ is: 'in', to: scalars.filter((one) => one !== null) }, here);
          const any: Logic<Leaf> = scalars.includes(null) ? { any: [among, equals(null, here)] } : among;
          return operator === '$in' ? any : { not: any };
        }
        case '$exists':
          if (typeof to === 'boolean') {
            const exists = leaf({ is: 'exists' }, here);
            return to ? exists : { not: exists };
          }
          here.note('definition-invalid', to, '$exists is true or false');
          return NEVER;
        case '$not':
          return { not: readTest(name, to, here, deep + 1) };
        default:
          here.note(
            'operator-unknown',
            operator,
            operator === '$regex'
              ? 'there are no regular expressions: name the values by $in'
              : `operators are ${OPERATORS.join(', ')}`,
          );
          return NEVER;
      }
    });
    if (all.length === 0) at.note('definition-invalid', test, `give an operator: ${OPERATORS.join(', ')}`);
    return all.length === 1 ? all[0]! : { all };
  };
  return read(value, place, 0);
}
