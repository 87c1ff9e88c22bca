import type { Migration } from '../migrate.js';
import { DURABLE } from './durable.js';

/** One row, which is written to find out whether anything can be. */
export const healthChecks: Migration = {
  version: 11,
  name: 'health_checks',
  statements: [
    `CREATE TABLE IF NOT EXISTS health_checks (checked_at DateTime64(3, 'UTC')) ENGINE = ReplacingMergeTree
    ORDER BY tuple() SETTINGS ${DURABLE}`,
  ],
};
