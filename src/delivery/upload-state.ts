/**
 * When the next upload is due: pure decisions over what is true now.
 */
import { backoffMs } from '../core/backoff.js';

/** How long a refused write key is left alone; a page that is opened again tries at once. */
export const PAUSE_MS = 5 * 60_000;

/** After so many failures in a row the collector is taken for dead: only a probe goes to it, and not for every change of the page. */
const BROKEN_AFTER = 3;
/** So long a collector that is taken for dead is left alone after a failure, whatever the page does, in milliseconds. */
const BROKEN_REST_MS = 10_000;

export interface UploadState {
  /** In a row, since the last acknowledgement. */
  readonly _failures: number;
  /** When the last attempt failed, monotonic milliseconds. */
  readonly _failedAtMs: number;
  /** Not before this monotonic time, in milliseconds. */
  readonly _notBeforeMs: number;
  /** Whether the collector asked for that wait itself: nothing that happens in the page shortens it. */
  readonly _firm: boolean;
  /** Why the last upload failed; null after a success. */
  readonly reason: string | null;
}

export const CALM: UploadState = { _failures: 0, _failedAtMs: -Infinity, _notBeforeMs: 0, _firm: false, reason: null };

/** How the last attempt ended, beyond an acknowledgement. */
export type Setback =
  | { readonly type: 'retry'; readonly reason: string; readonly _waitMs: number | null }
  | { readonly type: 'pause'; readonly reason: string };

/** What is true after a failed attempt. A wait that the collector asked for is kept to, with jitter on top of it. */
export function stepSetback(state: UploadState, setback: Setback, nowMs: number, random: () => number): UploadState {
  const failures = state._failures + 1;
  const jitterMs = backoffMs(failures, random);
  const asked = setback.type === 'pause' ? PAUSE_MS : setback._waitMs;
  const waitMs = asked === null ? jitterMs : asked + Math.min(jitterMs, 1_000);
  return {
    _failures: failures,
    _failedAtMs: nowMs,
    _notBeforeMs: nowMs + waitMs,
    _firm: asked !== null,
    reason: setback.reason,
  };
}

/** Whether the collector is taken for dead. Source: M. Nygard, "Release It!", 2007 (Circuit Breaker). */
export function isBroken({ _failures: failures }: UploadState): boolean {
  return failures >= BROKEN_AFTER;
}

/** What is true when the page is seen again, or (`online`) the network is back. */
export function stepResume(state: UploadState, online: boolean, nowMs: number): UploadState {
  const resting = isBroken(state) && !online && nowMs - state._failedAtMs < BROKEN_REST_MS;
  return state._firm || resting ? state : { ...state, _notBeforeMs: 0 };
}

export interface UploadRules {
  /** Upload when so many events wait. */
  readonly flushAt: number;
  /** Upload when so many bytes wait. */
  readonly _flushBytes: number;
  /** Upload when the oldest has waited so long, in milliseconds. */
  readonly flushAfterMs: number;
}

/** What waits for the collector. `sinceMs`: when the oldest came; `urgent`: some of it does not wait for company. */
export interface Waiting {
  readonly events: number;
  readonly bytes: number;
  readonly _sinceMs: number;
  readonly _urgent: boolean;
}

/** While events keep coming an upload follows the last one after so many times `flushAfterMs`: 25 events at five a second. */
const SPACING = 2.5;

/** Whether an upload is due for its size. */
export function isRipe(
  { events, bytes, _urgent: urgent }: Waiting,
  { flushAt, _flushBytes: flushBytes }: UploadRules,
): boolean {
  return urgent || events >= flushAt || bytes >= flushBytes;
}

/**
 * In how many milliseconds the next upload is due; null when nothing waits. Pure.
 *
 * @param uploadedAtMs when the last one began.
 */
export function uploadDueMs(
  state: UploadState,
  rules: UploadRules,
  waiting: Waiting,
  uploadedAtMs: number,
  nowMs: number,
): number | null {
  if (waiting.events === 0) return null;
  const { flushAfterMs } = rules;
  const dueMs = isRipe(waiting, rules)
    ? nowMs
    : Math.max(waiting._sinceMs + flushAfterMs, uploadedAtMs + SPACING * flushAfterMs);
  return Math.max(0, dueMs - nowMs, state._notBeforeMs - nowMs);
}
