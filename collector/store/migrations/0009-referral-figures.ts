import type { Migration } from '../migrate.js';
import { CAN_HIDE, DURABLE } from './durable.js';

const FACTS_OF_EVENTS = `SELECT project_id, JSONExtractString(properties, 'referral_code') AS code, event, message_id, anonymous_id, user_id, ts_adj AS at,
    JSONExtractInt(context, 'attribution', 'referral', 'atMs') + toUnixTimestamp64Milli(ts_adj) - toUnixTimestamp64Milli(ts) AS brought_ms
  FROM events
  WHERE event IN ('Referral Link Opened', 'Referral Attributed', 'Referral Reward Granted')
    AND JSONExtractString(properties, 'referral_code') != ''
    AND (event != 'Referral Link Opened' OR NOT robot)
    AND (event = 'Referral Reward Granted' OR NOT JSONExtractBool(properties, 'self'))`;

const BROWSERS_OF_EVENTS = `SELECT project_id, user_id, anonymous_id, min(ts_adj) AS first_at,
    toUInt8(max(event = 'Activation Milestone Reached')) AS has_begun
  FROM events WHERE user_id != '' GROUP BY project_id, user_id, anonymous_id`;

/**
 * Keeps what referral figures need as events come in, so that a widget's question reads the rows of its own codes and of no other.
 *
 * - `referral_facts`: an event that names a code. `brought_ms`: when the code came to the friend, in epoch milliseconds.
 * - `user_browsers`: when a user was first seen in which browser, and whether they reached a milestone there; of several rows the
 *   earliest time and any milestone count.
 * - `referral_owners`: takes the place of `referral_codes`, sorted by who asks.
 *
 * A row that is kept twice counts once.
 */
export const referralFigures: Migration = {
  version: 9,
  name: 'referral_figures',
  statements: [
    `CREATE TABLE IF NOT EXISTS referral_facts (
      project_id LowCardinality(String),
      code String CODEC(ZSTD(1)),
      event LowCardinality(String),
      message_id String CODEC(ZSTD(1)),
      anonymous_id String CODEC(ZSTD(1)),
      user_id String CODEC(ZSTD(1)),
      at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
      brought_ms Int64 CODEC(Delta, ZSTD(1))
    ) ENGINE = ReplacingMergeTree
    ORDER BY (project_id, code, event, message_id)
    SETTINGS ${DURABLE}, ${CAN_HIDE}`,
    `CREATE TABLE IF NOT EXISTS user_browsers (
      project_id LowCardinality(String),
      user_id String CODEC(ZSTD(1)),
      anonymous_id String CODEC(ZSTD(1)),
      first_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
      has_begun UInt8
    ) ENGINE = ReplacingMergeTree
    ORDER BY (project_id, user_id, anonymous_id, first_at, has_begun)
    SETTINGS ${DURABLE}, ${CAN_HIDE}`,
    `CREATE TABLE IF NOT EXISTS referral_owners (
      project_id LowCardinality(String),
      owner_is_user Bool,
      owner_id String CODEC(ZSTD(1)),
      code String CODEC(ZSTD(1)),
      created_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))
    ) ENGINE = ReplacingMergeTree
    ORDER BY (project_id, owner_is_user, owner_id, code)
    SETTINGS ${DURABLE}, ${CAN_HIDE}`,
    `INSERT INTO referral_facts ${FACTS_OF_EVENTS}`,
    `INSERT INTO user_browsers ${BROWSERS_OF_EVENTS} SETTINGS max_bytes_before_external_group_by = 500000000`,
    // It is there unless this step was cut off after its end.
    `CREATE TABLE IF NOT EXISTS referral_codes (project_id String, code String, owner_id String, owner_is_user Bool,
      created_at DateTime64(3, 'UTC')) ENGINE = MergeTree ORDER BY code`,
    `INSERT INTO referral_owners SELECT project_id, owner_is_user, owner_id, code, created_at FROM referral_codes`,
    'DROP TABLE referral_codes SYNC',
  ],
};
