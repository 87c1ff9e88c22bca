import { shown } from '../http/clip.js';
import { badParam, textParam, type Query } from '../http/query-params.js';

/** A half-open range of time, UTC; null is open. */
export interface TimeRange {
  readonly from: Date | null;
  readonly to: Date | null;
}

/** Inline in every report's SQL: a figure may not starve the store that events go into. */
export const REPORT_SETTINGS =
  'SETTINGS max_execution_time = 20, max_memory_usage = 1000000000, do_not_merge_across_partitions_select_final = 1';

/**
 * The files that hold a time from `from` to `to`: files are by month of the sender's time, which a wrong clock may have moved. All
 * versions of an event are in the same file's month, so none is taken for another.
 */
export const OF_THESE_MONTHS = `_partition_id IN (SELECT DISTINCT _partition_id FROM events
  WHERE ts_adj >= {from:DateTime64(3, 'UTC')} AND ts_adj < {to:DateTime64(3, 'UTC')})`;

/**
 * `from` and `to`: a day (`2026-01-31`) or a time (`2026-01-31T12:00:00Z`; without a zone it is UTC).
 *
 * @throws {RequestError} `date-invalid`, `range-empty`.
 */
export function rangeParams(query: Query): TimeRange {
  const range = { from: dateParam(query, 'from'), to: dateParam(query, 'to') };
  if (range.from && range.to && range.from >= range.to) {
    const message = `from is ${range.from.toISOString()}, to is ${range.to.toISOString()}.`;
    throw badParam('range-empty', message, 'Let from be before to; to itself does not belong to the range.');
  }
  return range;
}

/** @throws {RequestError} `limit-invalid`. */
export function limitParam(query: Query, fallback: number, most: number): number {
  const text = textParam(query, 'limit');
  if (text === null) return fallback;
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > most)
    throw badParam('limit-invalid', `limit is ${shown(text)}.`, `Give a whole number, 1…${most}.`);
  return limit;
}

function dateParam(query: Query, name: string): Date | null {
  const text = textParam(query, name);
  if (text === null) return null;
  const [, day, time, zone] =
    /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(text) ?? [];
  const date = new Date(`${day}T${time ?? '00:00'}${zone ?? 'Z'}`);
  // 30 February is read as 2 March.
  const midnight = new Date(`${day}T00:00Z`);
  const isDay = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(`${day}T`);
  if (!isDay || Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1970 || date.getUTCFullYear() > 2100) {
    const remedy = `Give ${name} as 2026-01-31 or 2026-01-31T12:00:00Z, in 1970…2100.`;
    throw badParam('date-invalid', `${name} is ${shown(text)}.`, remedy);
  }
  return date;
}
