/** Whose event it is, in SQL: the one rule by which figures, exports and erasures go. docs/lifecycle.md says it in words. */

/** t, epoch milliseconds: bound by whoever asks. */
export const T = '{t:Int64}';

/**
 * A row for each anonymous id that anybody was signed in with: `anonymous_id`, and `first_user`, whose its events without a user are.
 * Parameter: `project`.
 *
 * @param which a condition on events.
 */
export const firstUserSql = (which: string): string =>
  `SELECT anonymous_id, argMin(user_id, (ts_adj, message_id)) AS first_user FROM events FINAL
    WHERE project_id = {project:String} AND NOT robot AND user_id != '' AND anonymous_id != '' AND ${which}
    GROUP BY anonymous_id`;

/**
 * A project's events up to t, each with the person whose it is: the user's; of an event without one, the user as whom the visitor
 * was first signed in; else the visitor's. Events of robots are left out. Parameters: `project`, `t`.
 *
 * @param only a condition on `person`.
 */
export function whoseEventSql(only = '1'): string {
  const upToT = `ts_adj <= fromUnixTimestamp64Milli(${T}, 'UTC')`;
  return `SELECT
      multiIf(own.user_id != '', own.user_id, signed.first_user != '', signed.first_user, own.anonymous_id) AS person,
      toUnixTimestamp64Milli(own.ts_adj) AS at, own.message_id AS id, own.type AS type, own.event AS event,
      if(own.type IN ('identify', 'group'), own.traits, own.properties) AS json, own.context AS context
    FROM (
      SELECT user_id, anonymous_id, ts_adj, message_id, type, event, traits, properties, context
      FROM events FINAL WHERE project_id = {project:String} AND NOT robot AND ${upToT}
    ) AS own
    LEFT ANY JOIN (${firstUserSql(upToT)}) AS signed ON own.anonymous_id = signed.anonymous_id AND own.user_id = ''
    WHERE ${only}`;
}
