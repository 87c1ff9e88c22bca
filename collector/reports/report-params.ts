import { shown } from '../http/clip.js';
import { RequestError } from '../http/request-error.js';

/** What a report may be asked for, as it came in the URL. */
export type Query = Readonly<Record<string, unknown>>;

/** A half-open range of time, UTC; null is open. */
export interface TimeRange {
  readonly from: Date | null;
  readonly to: Date | null;
}

/** Inline in every report's SQL: a figure may not starve the store that events go into. */
export const REPORT_SETTINGS =
  'SETTINGS max_execution_time = 20, max_memory_usage = 1000000000, do_not_merge_across_partitions_select_final = 1';

/**
 * A misspelt parameter would be answered with another figure than was asked for.
 *
 * @throws {RequestError} `param-unknown`.
 */
export function assertKnownParams(query: Query, known: readonly string[]): void {
  const unknown = Object.keys(query).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw wrong('param-unknown', `There is no parameter ${shown(unknown)}.`, `Known parameters: ${known.join(', ')}.`);
}

/**
 * The project a report is about; the only one where there is only one.
 *
 * @throws {RequestError} `project-missing`, `project-unknown`.
 */
export function projectParam(query: Query, projects: readonly string[]): string {
  const project = textParam(query, 'project') ?? (projects.length === 1 ? projects[0] : undefined);
  if (project === undefined)
    throw wrong('project-missing', 'No project is named.', `Add ?project= with one of: ${projects.join(', ')}.`);
  if (!projects.includes(project)) {
    throw wrong('project-unknown', `project is ${shown(project)}.`, `Known projects: ${projects.join(', ')}.`);
  }
  return project;
}

/**
 * A text; null where it is left out or empty.
 *
 * @throws {RequestError} `param-repeated`.
 */
export function textParam(query: Query, name: string): string | null {
  const value = query[name];
  if (value === undefined || value === '') return null;
  if (typeof value !== 'string')
    throw wrong('param-repeated', `${name} is given more than once.`, `Give ${name} once.`);
  return value;
}

/**
 * Whether a parameter says the one word that it may say.
 *
 * @throws {RequestError} `param-repeated`, `param-unknown` for another word.
 */
export function wordParam(query: Query, name: string, word: string): boolean {
  const value = textParam(query, name);
  if (value !== null && value !== word)
    throw wrong('param-unknown', `${name} is ${shown(value)}.`, `Say ${name}=${word}, or leave it out.`);
  return value !== null;
}

/**
 * `from` and `to`: a day (`2026-01-31`) or a time (`2026-01-31T12:00:00Z`; without a zone it is UTC).
 *
 * @throws {RequestError} `date-invalid`, `range-empty`.
 */
export function rangeParams(query: Query): TimeRange {
  const range = { from: dateParam(query, 'from'), to: dateParam(query, 'to') };
  if (range.from && range.to && range.from >= range.to) {
    const message = `from is ${range.from.toISOString()}, to is ${range.to.toISOString()}.`;
    throw wrong('range-empty', message, 'Let from be before to; to itself does not belong to the range.');
  }
  return range;
}

/** @throws {RequestError} `limit-invalid`. */
export function limitParam(query: Query, fallback: number, most: number): number {
  const text = textParam(query, 'limit');
  if (text === null) return fallback;
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > most)
    throw wrong('limit-invalid', `limit is ${shown(text)}.`, `Give a whole number, 1…${most}.`);
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
    throw wrong('date-invalid', `${name} is ${shown(text)}.`, remedy);
  }
  return date;
}

function wrong(code: string, message: string, remedy: string): RequestError {
  return new RequestError({ statusCode: 400, code, message, remedy });
}
