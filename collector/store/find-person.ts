import { assertNotBlank, isBlank } from './blank-id.js';
import { firstUserSql } from './whose-event-sql.js';

/** Reads rows; the store's own `query`. */
export type Ask = <Row>(sql: string, params?: Readonly<Record<string, unknown>>) => Promise<Row[]>;

/** All the ids that stored events know a person by. */
export interface Person {
  readonly projectId: string;
  /** The id that was asked for, and those that followed `alias` events join to it. */
  readonly ids: readonly string[];
  /** Anonymous ids whose events without a user are the person's, stored or not. */
  readonly browsers: readonly string[];
}

/** A row of `events` that is a `Person`'s, as `whoseEventSql` decides; its parameters are `personParams`. */
export const OF_PERSON = `project_id = {project:String} AND person_id IN {owners:Array(String)}
  AND if(user_id = '', anonymous_id IN {browsers:Array(String)}, user_id IN {ids:Array(String)})`;

/** As `OF_PERSON`, for reading with FINAL: that goes by the table's key, which begins with the anonymous id. */
export const OF_PERSON_FINAL = `${OF_PERSON} AND anonymous_id IN (SELECT anonymous_id FROM events WHERE ${OF_PERSON})`;

export function personParams({ projectId, ids, browsers }: Person): Record<string, unknown> {
  // An event has the user or, without one, the visitor as its `person_id`: that column has an index.
  return { project: projectId, ids, browsers, owners: [...new Set([...ids, ...browsers])] };
}

/** An alias that joins more than so many ids joins strangers, by a mistake such as an id "null". */
const MAX_IDS = 1_000;

/**
 * Finds whose events are a person's and, where that is asked for, follows the aliases of the id, both ways.
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
  const signed = await ask<{ anonymous_id: string; first_user: string }>(
    firstUserSql(`anonymous_id IN (
      SELECT arrayJoin({ids:Array(String)}) UNION ALL
      SELECT anonymous_id FROM events WHERE project_id = {project:String} AND person_id IN {ids:Array(String)}
    )`),
    { project: projectId, ids: [...ids] },
  );
  const firstUser = new Map(signed.map(({ anonymous_id, first_user }) => [anonymous_id, first_user]));
  const browsers = [...new Set([...ids, ...firstUser.keys()])];
  return { projectId, ids: [...ids], browsers: browsers.filter((one) => ids.has(firstUser.get(one) ?? one)) };
}
