import type { Migration } from '../migrate.js';

const USERS = "SELECT project_id, user_id FROM events WHERE user_id != ''";

/**
 * Says of each referral code whether a user or a browser owns it, for a browser may say that it has the id of a user.
 *
 * Existing codes stay the browser's where a browser has sent events by the id and no user has it. All others are the user's.
 */
export const kindsOfIds: Migration = {
  version: 7,
  name: 'kinds_of_ids',
  statements: [
    'ALTER TABLE referral_codes ADD COLUMN IF NOT EXISTS owner_is_user Bool DEFAULT false',
    `ALTER TABLE referral_codes UPDATE owner_is_user = true
      WHERE (project_id, owner_id) IN (${USERS})
        OR (project_id, owner_id) NOT IN (SELECT project_id, anonymous_id FROM events)
      SETTINGS mutations_sync = 2`,
  ],
};
