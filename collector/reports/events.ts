import type { EventType } from '../../src/wire/event.js';
import type { Store } from '../store/open-store.js';
import { OF_THESE_MONTHS, REPORT_SETTINGS, type TimeRange } from './report-params.js';

export interface EventsQuestion extends TimeRange {
  readonly project: string;
  /** Only events of this name, or null. */
  readonly event: string | null;
  /** Whether robots count like people. */
  readonly withRobots: boolean;
}

export interface EventCount {
  readonly type: EventType;
  /** What was tracked; for the other types the type's own name. */
  readonly event: string;
  /** `YYYY-MM-DD`, UTC, by corrected time. */
  readonly day: string;
  readonly count: number;
}

/** Values that do not fit their column, so that no figure counts them. They are kept as sent. */
export interface InvalidValues {
  readonly event: string;
  /** `revenue` or `score`. */
  readonly property: string;
  readonly count: number;
}

export interface EventsReport {
  readonly report: 'events';
  readonly project: string;
  /** ISO 8601; null is open. */
  readonly from: string | null;
  readonly to: string | null;
  /** By day, then by name, then by type. */
  readonly rows: readonly EventCount[];
  /** Events of robots, which are not among the rows unless they were asked for. */
  readonly robots: number;
  /** Of the events among the rows; the most frequent first, 100 at most. */
  readonly invalid: readonly InvalidValues[];
  /** Whether there are more rows than one answer holds (50,000). */
  readonly truncated: boolean;
}

const MAX_ROWS = 50_000;

const MAX_INVALID = 100;

/** How many events of each name were stored, by day. */
export async function eventsReport(
  store: Pick<Store, 'query'>,
  { project, event, withRobots, from, to }: EventsQuestion,
): Promise<EventsReport> {
  const params = {
    project,
    event: event ?? '',
    robots: withRobots ? 1 : 0,
    from: from ?? new Date(Date.UTC(1970, 0, 1)),
    to: to ?? new Date(Date.UTC(2200, 0, 1)),
  };
  const ASKED = `SELECT toString(events.type) AS type, if(events.event = '', type, toString(events.event)) AS event, ts_adj, robot,
      invalid_values
    FROM events FINAL
    WHERE project_id = {project:String} AND ({event:String} = '' OR event = {event:String})
      AND ts_adj >= {from:DateTime64(3, 'UTC')} AND ts_adj < {to:DateTime64(3, 'UTC')} AND ${OF_THESE_MONTHS}`;
  const [rows, robots, invalid] = await Promise.all([
    store.query<EventCount>(
      `SELECT type, event, toString(toDate(ts_adj)) AS day, toUInt32(count()) AS count FROM (${ASKED})
      WHERE NOT robot OR {robots:UInt8} = 1
      GROUP BY type, event, day ORDER BY day, event, type LIMIT ${MAX_ROWS + 1} ${REPORT_SETTINGS}`,
      params,
    ),
    store.query<{ n: number }>(`SELECT toUInt32(count()) AS n FROM (${ASKED}) WHERE robot ${REPORT_SETTINGS}`, params),
    store.query<InvalidValues>(
      `SELECT event, arrayJoin(invalid_values) AS property, toUInt32(count()) AS count FROM (${ASKED})
      WHERE notEmpty(invalid_values) AND (NOT robot OR {robots:UInt8} = 1)
      GROUP BY event, property ORDER BY count DESC, event, property LIMIT ${MAX_INVALID} ${REPORT_SETTINGS}`,
      params,
    ),
  ]);
  return {
    report: 'events',
    project,
    from: from?.toISOString() ?? null,
    to: to?.toISOString() ?? null,
    rows: rows.slice(0, MAX_ROWS),
    robots: robots[0]?.n ?? 0,
    invalid,
    truncated: rows.length > MAX_ROWS,
  };
}
