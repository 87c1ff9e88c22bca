import type { Migration } from '../migrate.js';
import { DURABLE } from './durable.js';

/** How far days were looked at again for what came late, so that a collector that was stopped goes on there. */
export const mendedDays: Migration = {
  version: 8,
  name: 'mended_days',
  statements: [
    `CREATE TABLE IF NOT EXISTS mended_days (
      project_id LowCardinality(String),
      definition_hash LowCardinality(String),
      received_from DateTime64(3, 'UTC'),
      received_until DateTime64(3, 'UTC'),
      at DateTime64(3, 'UTC'),
      ver DateTime64(3, 'UTC')
    ) ENGINE = ReplacingMergeTree(ver)
    ORDER BY (project_id, definition_hash)
    SETTINGS ${DURABLE}`,
  ],
};
