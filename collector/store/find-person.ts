import { assertNotBlank, isBlank } from './blank-id.js';

/** Reads rows; the store's own `query`. */
export type Ask = <Row>(sql: string, params?: Readonly<Record<string, unknown>>) => Promise<Row[]>;

/** All the ids that stored events know a person by. */
export interface Person {
  readonly projectId: string;
  /** The id that was asked for, and those that followed `alias` events join to it. */
  readonly ids: readonly string[];
  /** Anonymous ids of browsers that a user of `ids` was signed in at: the person's where nobody was signed in. */
  readonly browsers: readonly string[];
}

/** A row of `events` that is of a `Person`; its parameters are `personParams`. */
export const OF_PERSON = `project_id = {project:String} AND (
  user_id IN {ids:Array(String)} OR anonymous_id IN {ids:Array(String)} OR person_id IN {ids:Array(String)}
  OR previous_id IN {ids:Array(String)} OR (user_id = '' AND anonymous_id IN {browsers:Array(String)}))`;

export function personParams({ projectId, ids, browsers }: Person): Record<string, unknown> {
  return { project: projectId, ids, browsers };
}

/** An alias that joins more than so many ids joins strangers, by a mistake such as an id "null". */
const MAX_IDS = 1_000;

/**
 * Finds the browsers of a user and, where that is asked for, follows the aliases of the id, both ways.
 *
 * Not followed: from a browser to the users who were signed in there, for a browser may be shared.
 *
 * @param id a user id or an anonymous id.
 * @throws {RangeError} `id-blank`: it would be everybody.
 * @param followAliases anybody can send an `alias` with the public write key: who follows them has looked at them.
 */
export async function findPerson(ask: Ask, projectId: string, id: string, followAliases: boolean): Promise<Person> {
  assertNotBlank(id);
  const ids = new Set([id]);
  for (let before = followAliases ? 0 : ids.size; before < ids.size && ids.size <= MAX_IDS;) {
    before = ids.size;
    const joined = await ask<{ a: string; b: string }>(
      `SELECT DISTINCT user_id AS a, previous_id AS b FROM events
      WHERE project_id = {project:String} AND type = 'alias'
        AND (user_id IN {ids:Array(String)} OR previous_id IN {ids:Array(String)})`,
      { project: projectId, ids: [...ids] },
    );
    for (const { a, b } of joined) for (const other of [a, b]) if (!isBlank(other)) ids.add(other);
  }
  const browsers = await ask<{ id: string }>(
    `SELECT DISTINCT anonymous_id AS id FROM events
    WHERE project_id = {project:String} AND user_id IN {ids:Array(String)} AND anonymous_id != ''`,
    { project: projectId, ids: [...ids] },
  );
  return { projectId, ids: [...ids], browsers: browsers.map((row) => row.id).filter((one) => !isBlank(one)) };
}
