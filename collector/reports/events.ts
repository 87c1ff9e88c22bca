import type { EventType } from '../../src/wire/event.js';
import type { Store } from '../store/open-store.js';
import { REPORT_SETTINGS, type TimeRange } from './report-params.js';

export interface EventsQuestion extends TimeRange {
  readonly project: string;
  /** Only events of this name, or null. */
  readonly event: string | null;
}

export interface EventCount {
  readonly type: EventType;
  /** What was tracked; for the other types the type's own name. */
  readonly event: string;
  /** `YYYY-MM-DD`, UTC, by corrected time. */
  readonly day: string;
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
  /** Whether there are more rows than one answer holds (50,000). */
  readonly truncated: boolean;
}

const MAX_ROWS = 50_000;

/** How many events of each name were stored, by day. */
export async function eventsReport(
  store: Pick<Store, 'query'>,
  { project, event, from, to }: EventsQuestion,
): Promise<EventsReport> {
  const rows = await store.query<EventCount>(
    `SELECT toString(type) AS type, if(event = '', type, event) AS event, toString(toDate(ts_adj)) AS day, toUInt32(count()) AS count
    FROM (
      SELECT events.type AS type, toString(events.event) AS event, ts_adj
      FROM events FINAL
      WHERE project_id = {project:String}
        AND ts_adj >= {from:DateTime64(3, 'UTC')} AND ts_adj < {to:DateTime64(3, 'UTC')}
    )
    WHERE {event:String} = '' OR event = {event:String}
    GROUP BY type, event, day
    ORDER BY day, event, type
    LIMIT ${MAX_ROWS + 1}
    ${REPORT_SETTINGS}`,
    {
      project,
      event: event ?? '',
      from: from ?? new Date(Date.UTC(1970, 0, 1)),
      to: to ?? new Date(Date.UTC(2200, 0, 1)),
    },
  );
  return {
    report: 'events',
    project,
    from: from?.toISOString() ?? null,
    to: to?.toISOString() ?? null,
    rows: rows.slice(0, MAX_ROWS),
    truncated: rows.length > MAX_ROWS,
  };
}
