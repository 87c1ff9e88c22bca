import type { Migration } from '../migrate.js';
import { CAN_HIDE, DURABLE } from './durable.js';

/**
 * Who is to be erased and how far that is: `step` 1 once it is asked for, 2 once all rows are hidden. The row goes when the files
 * have been rewritten. The other tables learn to hide rows, as `events` can from the first.
 */
export const erasures: Migration = {
  version: 10,
  name: 'erasures',
  statements: [
    `CREATE TABLE IF NOT EXISTS erasures (
      erasure_id String,
      project_id LowCardinality(String),
      by_browser Bool,
      ids Array(String),
      browsers Array(String),
      people Array(String),
      asked_at DateTime64(3, 'UTC'),
      step UInt8
    ) ENGINE = ReplacingMergeTree(step)
    ORDER BY erasure_id
    SETTINGS ${DURABLE}`,
    ...['rejected_events', 'person_stage_changes'].flatMap((table) => [
      `ALTER TABLE ${table} MODIFY SETTING ${CAN_HIDE}`,
      `OPTIMIZE TABLE ${table} FINAL`,
    ]),
  ],
};
