import { T } from './fact-sql.js';

/**
 * A project's events up to t, each with the person whose it is: the user's; of an event without one, the user as whom the visitor
 * was first signed in; else the visitor's. Events of robots are left out. Parameters: `project`, `t`.
 *
 * @param only a condition on `person`.
 */
export function whoseEventSql(only = '1'): string {
  const upToT = `project_id = {project:String} AND NOT robot AND ts_adj <= fromUnixTimestamp64Milli(${T}, 'UTC')`;
  return `SELECT
      multiIf(own.user_id != '', own.user_id, signed.first_user != '', signed.first_user, own.anonymous_id) AS person,
      toUnixTimestamp64Milli(own.ts_adj) AS at, own.message_id AS id, own.type AS type, own.event AS event,
      if(own.type IN ('identify', 'group'), own.traits, own.properties) AS json, own.context AS context
    FROM (
      SELECT user_id, anonymous_id, ts_adj, message_id, type, event, traits, properties, context
      FROM events FINAL WHERE ${upToT}
    ) AS own
    LEFT ANY JOIN (
      SELECT anonymous_id, argMin(user_id, (ts_adj, message_id)) AS first_user
      FROM events FINAL WHERE ${upToT} AND user_id != '' AND anonymous_id != ''
      GROUP BY anonymous_id
    ) AS signed ON own.anonymous_id = signed.anonymous_id AND own.user_id = ''
    WHERE ${only}`;
}
