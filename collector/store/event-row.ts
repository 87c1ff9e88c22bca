import type { EventType } from '../../src/wire/event.js';

/**
 * What was done to an event's time. `fast-clock`, `slow-clock`: moved, for the sender's clock is wrong. Else as sent: `late` (the request
 * waited), `corrected-before` (the event says so), `clock-changed` (it was timed by another clock than its request was sent by).
 */
export type TimeCorrection = 'none' | 'fast-clock' | 'slow-clock' | 'late' | 'corrected-before' | 'clock-changed';

/**
 * A row of the table `events`, in the text forms that the engine reads without guessing. Times are UTC,
 * `YYYY-MM-DD hh:mm:ss.mmm`; `properties` and what follows it are JSON objects.
 */
export interface EventRow {
  readonly project_id: string;
  readonly message_id: string;
  readonly type: EventType;
  readonly event: string;
  readonly anonymous_id: string;
  readonly user_id: string;
  /** Whose event it is: the user, else the anonymous visitor. */
  readonly person_id: string;
  readonly session_id: string;
  readonly group_id: string;
  readonly previous_id: string;
  readonly name: string;
  readonly category: string;
  /** By the sender's clock. */
  readonly ts: string;
  /** By ours, as well as it can be known. */
  readonly ts_adj: string;
  /** What was done to make it so; by how much is the difference. */
  readonly time_correction: TimeCorrection;
  readonly received_at: string;
  readonly survey_id: string;
  readonly survey_kind: string;
  readonly response_id: string;
  readonly score: number | null;
  readonly order_id: string;
  /** A decimal number with four places. */
  readonly revenue: string | null;
  readonly currency: string;
  readonly properties: string;
  readonly traits: string;
  readonly context: string;
  readonly integrations: string;
  /** What the sender put beside all these. */
  readonly extra: string;
  /** Whether it says of itself that no person did it. */
  readonly robot: boolean;
  /** Properties that have a column and a value that does not fit it, such as a revenue of "$12.00". */
  readonly invalid_values: readonly string[];
}

/** A row of the table `rejected_events`. */
export interface RejectedRow {
  readonly project_id: string;
  readonly received_at: string;
  readonly code: string;
  readonly message: string;
  readonly message_id: string;
  /** Whose it was, as far as it said so in text; whole, so that it is found when it is to be erased. */
  readonly anonymous_id: string;
  readonly user_id: string;
  readonly type: string;
  readonly event: string;
  /** The event as JSON, cut at 32 KB. */
  readonly raw: string;
  /** Its size before cutting, in bytes; at least so many where that is over 32 KB. */
  readonly raw_bytes: number;
}

/** Epoch milliseconds as the engine reads a `DateTime64(3)`. */
export function storeTime(atMs: number): string {
  return new Date(atMs).toISOString().replace('T', ' ').slice(0, -1);
}
