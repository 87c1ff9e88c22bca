import type { Compare, Logic } from '../../src/lifecycle/logic.js';
import type { BoundParams } from './bound-params.js';

/** A condition as an expression that is 0 or 1, never NULL, as its leaves are. */
export function logicSql<Leaf>(logic: Logic<Leaf>, leaf: (leaf: Leaf) => string): string {
  if ('leaf' in logic) return leaf(logic.leaf);
  if ('not' in logic) return `NOT (${logicSql(logic.not, leaf)})`;
  const parts = ('all' in logic ? logic.all : logic.any).map((part) => `(${logicSql(part, leaf)})`);
  if (parts.length === 0) return 'all' in logic ? '1' : '0';
  return parts.join('all' in logic ? ' AND ' : ' OR ');
}

/** Where a value stands: an expression for each type, and whether it is of it. */
export interface ValueSql {
  /** Whether there is a text, number or truth value. */
  readonly exists: string;
  readonly isText: string;
  readonly text: string;
  readonly isNumber: string;
  readonly number: string;
  readonly isTruth: string;
  readonly truth: string;
}

const SIGNS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** A comparison as an expression that is 0 or 1. */
export function compareSql(compare: Compare, value: ValueSql, params: BoundParams): string {
  switch (compare.is) {
    case 'exists':
      return value.exists;
    case 'eq':
    case 'in':
      return amongSql(compare.is === 'eq' ? [compare.to] : compare.to, value, params);
    default:
      return `${value.isNumber} AND ${value.number} ${SIGNS[compare.is]} ${params.number(compare.to)}`;
  }
}

function amongSql(list: readonly (string | number | boolean)[], value: ValueSql, params: BoundParams): string {
  const texts = list.filter((one) => typeof one === 'string');
  const numbers = list.filter((one) => typeof one === 'number');
  const truths = list.filter((one) => typeof one === 'boolean');
  const any: string[] = [];
  if (texts.length === 1) any.push(`(${value.isText} AND ${value.text} = ${params.text(texts[0]!)})`);
  if (texts.length > 1) any.push(`(${value.isText} AND has(${params.texts(texts)}, ${value.text}))`);
  if (numbers.length === 1) any.push(`(${value.isNumber} AND ${value.number} = ${params.number(numbers[0]!)})`);
  if (numbers.length > 1) any.push(`(${value.isNumber} AND has(${params.numbers(numbers)}, ${value.number}))`);
  if (truths.includes(true)) any.push(`(${value.isTruth} AND ${value.truth})`);
  if (truths.includes(false)) any.push(`(${value.isTruth} AND NOT ${value.truth})`);
  return any.length > 0 ? any.join(' OR ') : '0';
}
