import type { Migration } from '../migrate.js';
import { DURABLE } from './durable.js';

/**
 * Events as they were stored, each once.
 *
 * The first row of a `message_id` wins (`ver` falls as time passes): a late repeat must not undo what was corrected in
 * the row since. The sort key holds only what a repeat cannot change: the sender's own, uncorrected time (`ts`), and
 * not `person_id`. Read with `FINAL`, and by `ts_adj`.
 */
export const events: Migration = {
  version: 1,
  name: 'events',
  statements: [
    `CREATE TABLE IF NOT EXISTS events (
      project_id LowCardinality(String),
      message_id String CODEC(ZSTD(1)),
      type Enum8('track' = 1, 'page' = 2, 'screen' = 3, 'identify' = 4, 'group' = 5, 'alias' = 6),
      event LowCardinality(String),
      anonymous_id String CODEC(ZSTD(1)),
      user_id String CODEC(ZSTD(1)),
      person_id String CODEC(ZSTD(1)),
      session_id String CODEC(ZSTD(1)),
      group_id String CODEC(ZSTD(1)),
      previous_id String CODEC(ZSTD(1)),
      name String CODEC(ZSTD(1)),
      category String CODEC(ZSTD(1)),
      ts DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
      ts_adj DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
      received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
      ver UInt64 DEFAULT bitNot(toUInt64(toUnixTimestamp64Milli(received_at))) CODEC(Delta, ZSTD(1)),
      survey_id LowCardinality(String),
      survey_kind LowCardinality(String),
      response_id String CODEC(ZSTD(1)),
      score Nullable(Float64),
      order_id String CODEC(ZSTD(1)),
      revenue Nullable(Decimal(18, 4)),
      currency LowCardinality(String),
      properties String CODEC(ZSTD(3)),
      traits String CODEC(ZSTD(3)),
      context String CODEC(ZSTD(3)),
      integrations String CODEC(ZSTD(3)),
      extra String CODEC(ZSTD(3)),
      INDEX ix_person person_id TYPE bloom_filter(0.01) GRANULARITY 1,
      INDEX ix_received received_at TYPE minmax GRANULARITY 1
    ) ENGINE = ReplacingMergeTree(ver)
    PARTITION BY toYYYYMM(ts)
    ORDER BY (project_id, anonymous_id, ts, message_id)
    SETTINGS ${DURABLE},
      min_age_to_force_merge_seconds = 3600, min_age_to_force_merge_on_partition_only = 1,
      enable_block_number_column = 1, enable_block_offset_column = 1`,
  ],
};
