import type { FastifyRequest } from 'fastify';
import { isBlank } from '../store/blank-id.js';
import { shown } from './clip.js';
import { RequestError } from './request-error.js';

/** What a report may be asked for, as it came in the URL. */
export type Query = Readonly<Record<string, unknown>>;

/**
 * A misspelt parameter would be answered with another figure than was asked for.
 *
 * @throws {RequestError} `param-unknown`.
 */
export function assertKnownParams(query: Query, known: readonly string[]): void {
  const unknown = Object.keys(query).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw badParam(
      'param-unknown',
      `There is no parameter ${shown(unknown)}.`,
      `Known parameters: ${known.join(', ')}.`,
    );
}

/**
 * The project a report is about; the only one where there is only one.
 *
 * @throws {RequestError} `project-missing`, `project-unknown`, `param-blank`.
 */
export function projectParam(query: Query, projects: readonly string[]): string {
  const project = nameParam(query, 'project') ?? (projects.length === 1 ? projects[0] : undefined);
  if (project === undefined)
    throw badParam('project-missing', 'No project is named.', `Add ?project= with one of: ${projects.join(', ')}.`);
  if (!projects.includes(project)) {
    throw badParam('project-unknown', `project is ${shown(project)}.`, `Known projects: ${projects.join(', ')}.`);
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
    throw badParam('param-repeated', `${name} is given more than once.`, `Give ${name} once.`);
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
    throw badParam('param-unknown', `${name} is ${shown(value)}.`, `Say ${name}=${word}, or leave it out.`);
  return value !== null;
}

/**
 * A name or an id; null where it is left out.
 *
 * @throws {RequestError} `param-repeated`; `param-blank`, for an empty name would be answered as if it were left out.
 */
export function nameParam(query: Query, name: string): string | null {
  const value = query[name] === '' ? '' : textParam(query, name);
  if (value === null || !isBlank(value)) return value;
  throw badParam('param-blank', `${name} is ${shown(value)}.`, `Give ${name} a value, or leave it out.`);
}

/**
 * The id of a person that a path names.
 *
 * @throws {RequestError} `person-id-blank`.
 */
export function personIdOf({ params }: Pick<FastifyRequest, 'params'>): string {
  const { id } = params as { id: string };
  if (!isBlank(id)) return id;
  throw badParam(
    'person-id-blank',
    `The id of the person is ${shown(id)}.`,
    'Name one person: /v1/person/<user id or anonymous id>, percent-encoded.',
  );
}

/** A request that asks in a way that has no answer. */
export function badParam(code: string, message: string, remedy: string): RequestError {
  return new RequestError({ statusCode: 400, code, message, remedy });
}
