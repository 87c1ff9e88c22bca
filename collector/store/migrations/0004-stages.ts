import type { Migration } from '../migrate.js';
import { DURABLE } from './durable.js';

/**
 * When people changed their stage, looked at once a day: a row where somebody's stage at the end of a day is another than at the
 * end of the day before. `stage` is empty where no stage holds; `is_there` says whether the person is one at all, for a visitor who
 * signs in becomes the user. `computed_days` says up to when that was done, and by which events: those received until then.
 */
export const stages: Migration = {
  version: 4,
  name: 'stages',
  statements: [
    `CREATE TABLE IF NOT EXISTS person_stage_changes (
      project_id LowCardinality(String),
      definition_hash LowCardinality(String),
      person_id String CODEC(ZSTD(1)),
      at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
      stage LowCardinality(String),
      is_there Bool,
      ver DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))
    ) ENGINE = ReplacingMergeTree(ver)
    ORDER BY (project_id, definition_hash, person_id, at)
    SETTINGS ${DURABLE}`,
    `CREATE TABLE IF NOT EXISTS computed_days (
      project_id LowCardinality(String),
      definition_hash LowCardinality(String),
      at DateTime64(3, 'UTC'),
      received_until DateTime64(3, 'UTC'),
      ver DateTime64(3, 'UTC')
    ) ENGINE = ReplacingMergeTree(ver)
    ORDER BY (project_id, definition_hash)
    SETTINGS ${DURABLE}`,
  ],
};
