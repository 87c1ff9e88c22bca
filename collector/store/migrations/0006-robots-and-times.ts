import type { Migration } from '../migrate.js';

/**
 * Whether an event is a robot's, what was done to its time, and which of its values do not fit their columns. Of events that were stored
 * before, the first is not known, and nothing was noted of the last.
 */
export const robotsAndTimes: Migration = {
  version: 6,
  name: 'robots_and_times',
  statements: [
    `ALTER TABLE events
      ADD COLUMN IF NOT EXISTS robot Bool DEFAULT false,
      ADD COLUMN IF NOT EXISTS time_correction LowCardinality(String)
        DEFAULT multiIf(ts_adj < ts, 'fast-clock', ts_adj > ts, 'slow-clock', 'none'),
      ADD COLUMN IF NOT EXISTS invalid_values Array(LowCardinality(String))`,
  ],
};
