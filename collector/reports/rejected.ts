import type { Store } from '../store/open-store.js';
import { REPORT_SETTINGS } from './report-params.js';

/** An event that was not stored, and why. */
export interface RejectedEvent {
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly code: string;
  readonly message: string;
  readonly messageId: string | null;
  readonly type: string;
  readonly event: string;
  /** The event as JSON, cut at 32 KB: a text, for it may not be JSON any more. */
  readonly raw: string;
  /** Its size before it was cut. */
  readonly rawBytes: number;
}

export interface RejectedReport {
  readonly project: string;
  /** The newest first. */
  readonly rejected: readonly RejectedEvent[];
}

/** The events of the last 30 days that were not stored. */
export async function rejectedReport(
  store: Pick<Store, 'query'>,
  { project, limit }: { readonly project: string; readonly limit: number },
): Promise<RejectedReport> {
  const rejected = await store.query<RejectedEvent>(
    `SELECT
      formatDateTime(received_at, '%Y-%m-%dT%H:%i:%S.', 'UTC') || leftPad(toString(toUnixTimestamp64Milli(received_at) % 1000), 3, '0') || 'Z' AS receivedAt,
      code, message, nullIf(message_id, '') AS messageId, type, event, raw, raw_bytes AS rawBytes
    FROM rejected_events
    WHERE project_id = {project:String}
    ORDER BY received_at DESC
    LIMIT {limit:UInt32}
    ${REPORT_SETTINGS}`,
    { project, limit },
  );
  return { project, rejected };
}
