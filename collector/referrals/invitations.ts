import type { Owners } from './referral-codes.js';
import type { Store } from '../store/open-store.js';

/** How many friends came how far, by codes of one person. */
export interface Invitations {
  /** Opened the link: clicks of people, or browsers that told of it where those are more. */
  readonly opened: number;
  /** Became known by a user id with the code, whom nobody knew before it had brought them. */
  readonly signedUp: number;
  /** Of these, who have reached a milestone. */
  readonly activated: number;
  /** Rewards that the product's server has told of. */
  readonly rewarded: number;
}

/** An event that names one of the codes and is not of somebody who opened their own link. */
const OF_CODES = `project_id = {project:String} AND JSONExtractString(properties, 'referral_code') IN {codes:Array(String)}`;
const NOT_OWN = `NOT JSONExtractBool(properties, 'self')
  AND user_id NOT IN {users:Array(String)} AND anonymous_id NOT IN {browsers:Array(String)}`;

/**
 * What became of a person's invitations, by the events of their friends.
 *
 * @param owners all ids of the person: what they do themselves counts for nothing.
 */
export async function countInvitations(
  store: Pick<Store, 'query'>,
  project: string,
  codes: readonly string[],
  owners: Owners,
): Promise<Invitations> {
  const none = { opened: 0, signedUp: 0, activated: 0, rewarded: 0 };
  if (codes.length === 0) return none;
  const params = { project, codes, ...owners };
  const one = async <Row>(sql: string) => (await store.query<Row>(sql, params))[0];
  const [clicks, friends, rewards] = await Promise.all([
    one<{ opened: number }>(
      `SELECT toUInt32(greatest(
        (SELECT sum(clicks) FROM referral_clicks
          WHERE project_id = {project:String} AND code IN {codes:Array(String)} AND kind = 'person'),
        (SELECT uniqExact(anonymous_id) FROM events WHERE event = 'Referral Link Opened' AND NOT robot AND ${OF_CODES} AND ${NOT_OWN})
      )) AS opened`,
    ),
    // The code came at that time by the friend's clock, which is corrected as the event's was.
    one<{ signedUp: number; activated: number }>(
      `WITH friends AS (
        SELECT user_id AS friend, min(JSONExtractInt(context, 'attribution', 'referral', 'atMs')
          + toUnixTimestamp64Milli(ts_adj) - toUnixTimestamp64Milli(ts)) AS brought
        FROM events FINAL WHERE event = 'Referral Attributed' AND user_id != '' AND ${OF_CODES} AND ${NOT_OWN}
        GROUP BY friend
      )
      SELECT toUInt32(count()) AS signedUp, toUInt32(countIf(has_begun)) AS activated FROM (
        SELECT user_id, min(toUnixTimestamp64Milli(ts_adj)) AS known, max(event = 'Activation Milestone Reached') AS has_begun
        FROM events FINAL WHERE project_id = {project:String} AND user_id IN (SELECT friend FROM friends)
        GROUP BY user_id
      ) AS people INNER JOIN friends ON people.user_id = friends.friend WHERE people.known >= friends.brought`,
    ),
    one<{ rewarded: number }>(
      `SELECT toUInt32(uniqExact(message_id)) AS rewarded FROM events WHERE event = 'Referral Reward Granted' AND ${OF_CODES}`,
    ),
  ]);
  return { ...none, ...clicks, ...friends, ...rewards };
}
