/**
 * Events as rows of what the facts of a lifecycle look at: when, whose, which filters they fit, which values they have.
 */
import { NOT_DONE, type EventFilter } from '../../src/lifecycle/event.js';
import { leaves } from '../../src/lifecycle/logic.js';
import type { BoundParams } from './bound-params.js';
import { compareSql, logicSql, type ValueSql } from './logic-sql.js';

/** What stands in the first column of a value: nothing, null, a list or an object, and the three that can be compared with. */
export const KIND = { nothing: 0, null: 1, other: 2, string: 3, number: 4, boolean: 5 } as const;

/** Columns of an event's value: its kind, its text, its number (a truth value is 0 or 1). */
export interface ValueColumns {
  readonly kind: string;
  readonly text: string;
  readonly number: string;
}

/** Gathers what is asked of events, and writes the statement that answers. */
export interface EventColumns {
  /** The column that tells whether an event fits. */
  fits(filter: EventFilter): string;
  /** The columns of the value at a path, of the events that fit the filter. */
  value(path: readonly string[], filter: EventFilter): ValueColumns;
  /**
   * A statement with a row for each event: `at` (epoch milliseconds), `id`, and what the columns need, and all columns asked for.
   *
   * @param source a statement whose rows have `person`, `at`, `id`, `type`, `event`, `json` (properties or traits) and `context` (JSON).
   */
  statement(source: string): string;
}

export function createEventColumns(params: BoundParams): EventColumns {
  const named = new Map<string, string>();
  const fitting = new Map<string, { readonly column: string; readonly sql: string }>();
  const paths = new Map<
    string,
    { readonly at: number; readonly path: readonly string[]; readonly asks: Set<string> }
  >();

  /** The column that tells whether an event is of the names and types, whatever its values. */
  function namedColumn(filter: EventFilter): string {
    const sql = namedSql(filter, params);
    let column = named.get(sql);
    if (column === undefined) named.set(sql, (column = `n${named.size}`));
    return column;
  }

  function value(path: readonly string[], filter: EventFilter): ValueColumns {
    const key = JSON.stringify(path);
    let known = paths.get(key);
    if (known === undefined) paths.set(key, (known = { at: paths.size, path, asks: new Set() }));
    known.asks.add(namedColumn(filter));
    return { kind: `k${known.at}`, text: `s${known.at}`, number: `d${known.at}` };
  }

  return {
    fits(filter) {
      const column = namedColumn(filter);
      const { where } = filter;
      if (where === null) return column;
      for (const leaf of leaves(where)) value(leaf.path, filter);
      const sql = `${column} AND (${logicSql(where, ({ path, compare }) =>
        compareSql(compare, comparable(value(path, filter)), params),
      )})`;
      let known = fitting.get(sql);
      if (known === undefined) fitting.set(sql, (known = { column: `m${fitting.size}`, sql }));
      return known.column;
    },
    value,
    statement(source) {
      const list = (columns: readonly string[]) => columns.map((column) => `, ${column}`).join('');
      const which = [...named].map(([sql, column]) => `${sql} AS ${column}`);
      const kinds = [...paths.values()].map(({ at, path, asks }) => {
        const keys = path.map((key) => `, ${params.text(key)}`).join('');
        const type = `JSONType(json${keys})`;
        // Only of events that somebody asks about: to read JSON is the dearest of all.
        return `multiIf(NOT (${[...asks].join(' OR ')}), ${KIND.nothing},
          ${type} = 'String', ${KIND.string}, ${type} IN ('Int64', 'UInt64', 'Double'), ${KIND.number}, ${type} = 'Bool', ${KIND.boolean},
          ${type} IN ('Array', 'Object'), ${KIND.other}, JSONHas(json${keys}), ${KIND.null}, ${KIND.nothing}) AS k${at}`;
      });
      const values = [...paths.values()].flatMap(({ at, path }) => {
        const keys = path.map((key) => `, ${params.text(key)}`).join('');
        return [
          `if(k${at} = ${KIND.string}, JSONExtractString(json${keys}), '') AS s${at}`,
          `multiIf(k${at} = ${KIND.number}, JSONExtractFloat(json${keys}),
            k${at} = ${KIND.boolean}, toFloat64(JSONExtractBool(json${keys})), toFloat64(0)) AS d${at}`,
        ];
      });
      const fits = [...fitting.values()].map(({ sql, column }) => `${sql} AS ${column}`);
      return `SELECT *${list(fits)} FROM (
        SELECT *${list(values)} FROM (
        SELECT *${list(kinds)} FROM (
        SELECT *${list(which)} FROM (${source}))))`;
    },
  };
}

function namedSql({ names, types, all, referred }: EventFilter, params: BoundParams): string {
  const any: string[] = [];
  if (all) any.push(`type != 'alias' AND (type != 'track' OR event NOT IN ${params.texts(NOT_DONE)})`);
  else if (types.length > 0) {
    const calls = types.flatMap((type) => (type === 'page' ? ['page', 'screen'] : [type]));
    any.push(`has(${params.texts(calls)}, toString(type))`);
  }
  if (names.length === 1) any.push(`type = 'track' AND event = ${params.text(names[0]!)}`);
  else if (names.length > 1) any.push(`type = 'track' AND event IN ${params.texts(names)}`);
  const which = any.length > 0 ? any.map((one) => `(${one})`).join(' OR ') : '0';
  return referred ? `(${which}) AND ${REFERRED}` : `(${which})`;
}

/** Whether its attribution names a referral code. */
const REFERRED = `(context LIKE '%referralCode%' AND
  (JSONExtractString(context, 'attribution', 'first', 'referralCode') != '' AND JSONType(context, 'attribution', 'first', 'referralCode') = 'String'
  OR JSONExtractString(context, 'attribution', 'last', 'referralCode') != '' AND JSONType(context, 'attribution', 'last', 'referralCode') = 'String'))`;

const comparable = ({ kind, text, number }: ValueColumns): ValueSql => ({
  exists: `${kind} >= ${KIND.string}`,
  isText: `${kind} = ${KIND.string}`,
  text,
  isNumber: `${kind} = ${KIND.number}`,
  number,
  isTruth: `${kind} = ${KIND.boolean}`,
  truth: `${number} = 1`,
});
