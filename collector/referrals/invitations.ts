import type { Store } from '../store/open-store.js';
import type { Owners } from '../store/referral-codes.js';

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

const OF_CODES = 'project_id = {project:String} AND code IN {codes:Array(String)}';
/** Of somebody who opened their own link. */
const NOT_OWN = 'user_id NOT IN {users:Array(String)} AND anonymous_id NOT IN {browsers:Array(String)}';

/**
 * What became of a person's invitations, from the rows of their codes and of the friends whom these brought.
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
  const [counted] = await store.query<Invitations>(
    `WITH friends AS (
      SELECT user_id AS friend, min(brought_ms) AS brought FROM referral_facts FINAL
      WHERE ${OF_CODES} AND event = 'Referral Attributed' AND user_id != '' AND ${NOT_OWN} GROUP BY friend
    ), people AS (
      SELECT user_id, min(toUnixTimestamp64Milli(first_at)) AS known, max(has_begun) AS begun FROM user_browsers
      WHERE project_id = {project:String} AND user_id IN (SELECT friend FROM friends) GROUP BY user_id
    ), brought AS (SELECT begun FROM people INNER JOIN friends ON people.user_id = friends.friend WHERE known >= brought)
    SELECT
      toUInt32(greatest(
        (SELECT sum(clicks) FROM referral_clicks WHERE ${OF_CODES} AND kind = 'person'),
        (SELECT uniqExact(anonymous_id) FROM referral_facts WHERE ${OF_CODES} AND event = 'Referral Link Opened' AND ${NOT_OWN})
      )) AS opened,
      (SELECT toUInt32(count()) FROM brought) AS signedUp,
      (SELECT toUInt32(countIf(begun)) FROM brought) AS activated,
      (SELECT toUInt32(uniqExact(message_id)) FROM referral_facts WHERE ${OF_CODES} AND event = 'Referral Reward Granted') AS rewarded`,
    { project, codes, ...owners },
  );
  return counted ?? none;
}
