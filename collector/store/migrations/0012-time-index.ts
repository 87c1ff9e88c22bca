import type { Migration } from '../migrate.js';

/** Lets a report of a month read that month: events are sorted by people, and their corrected time is in no key. */
export const timeIndex: Migration = {
  version: 12,
  name: 'time_index',
  statements: [
    'ALTER TABLE events ADD INDEX IF NOT EXISTS ix_time ts_adj TYPE minmax GRANULARITY 1',
    // Of what is stored already; in the background.
    'ALTER TABLE events MATERIALIZE INDEX ix_time',
  ],
};
