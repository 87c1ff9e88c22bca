import type { Migration } from '../migrate.js';
import { DURABLE } from './durable.js';

/**
 * Who was forgotten, and when: events of theirs that come later are not stored. Only a digest of each id is kept, for the
 * list must not remember whom everything else has forgotten.
 *
 * Rejected events get the ids that they named, so that they are found: their JSON may be cut off before it names them.
 */
export const forgotten: Migration = {
  version: 3,
  name: 'forgotten',
  statements: [
    `CREATE TABLE IF NOT EXISTS forgotten (
      project_id LowCardinality(String),
      id_digest String CODEC(ZSTD(1)),
      forgotten_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
      for_ever Bool
    ) ENGINE = ReplacingMergeTree(forgotten_at)
    ORDER BY (project_id, id_digest)
    SETTINGS ${DURABLE}`,
    `ALTER TABLE rejected_events
      ADD COLUMN IF NOT EXISTS anonymous_id String CODEC(ZSTD(1)) AFTER message_id,
      ADD COLUMN IF NOT EXISTS user_id String CODEC(ZSTD(1)) AFTER anonymous_id`,
  ],
};
