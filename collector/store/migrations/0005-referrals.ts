import type { Migration } from '../migrate.js';
import { DURABLE } from './durable.js';

/**
 * Who has which referral code, and how often its link was opened, by day: no time, no address, nothing of who opened it. `kind` is
 * `person`, or `robot` for what says of itself that it is none, such as the preview of a link in a chat.
 */
export const referrals: Migration = {
  version: 5,
  name: 'referrals',
  statements: [
    `CREATE TABLE IF NOT EXISTS referral_codes (
      project_id LowCardinality(String),
      code String CODEC(ZSTD(1)),
      owner_id String CODEC(ZSTD(1)),
      created_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))
    ) ENGINE = ReplacingMergeTree
    ORDER BY (code, project_id, owner_id)
    SETTINGS ${DURABLE}`,
    `CREATE TABLE IF NOT EXISTS referral_clicks (
      project_id LowCardinality(String),
      code String CODEC(ZSTD(1)),
      day Date,
      kind LowCardinality(String),
      clicks UInt64
    ) ENGINE = SummingMergeTree(clicks)
    ORDER BY (project_id, code, day, kind)
    SETTINGS ${DURABLE}`,
  ],
};
