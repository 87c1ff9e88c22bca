import type { Migration } from '../migrate.js';
import { DURABLE } from './durable.js';

/** Events that were not stored, with the reason: kept for 30 days, so that a sender's mistake can be found and mended. */
export const rejectedEvents: Migration = {
  version: 2,
  name: 'rejected_events',
  statements: [
    `CREATE TABLE IF NOT EXISTS rejected_events (
      project_id LowCardinality(String),
      received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
      code LowCardinality(String),
      message String CODEC(ZSTD(1)),
      message_id String CODEC(ZSTD(1)),
      type String CODEC(ZSTD(1)),
      event String CODEC(ZSTD(1)),
      raw String CODEC(ZSTD(3)),
      raw_bytes UInt32
    ) ENGINE = MergeTree
    PARTITION BY toYYYYMM(received_at)
    ORDER BY (project_id, received_at)
    TTL toDateTime(received_at) + INTERVAL 30 DAY
    SETTINGS ${DURABLE}`,
  ],
};
