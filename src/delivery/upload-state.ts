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
  readonly failures: number;
  /** When the last attempt failed, monotonic milliseconds. */
  readonly failedAtMs: number;
  /** Not before this monotonic time, in milliseconds. */
  readonly notBeforeMs: number;
  /** Whether the collector asked for that wait itself: nothing that happens in the page shortens it. */
  readonly firm: boolean;
  /** Why the last upload failed; null after a success. */
  readonly reason: string | null;
}

export const CALM: UploadState = { failures: 0, failedAtMs: -Infinity, notBeforeMs: 0, firm: false, reason: null };

/** How the last attempt ended, beyond an acknowledgement. */
export type Setback =
  | { readonly type: 'retry'; readonly reason: string; readonly waitMs: number | null }
  | { readonly type: 'pause'; readonly reason: string };

/** What is true after a failed attempt. A wait that the collector asked for is kept to, with jitter on top of it. */
export function stepSetback(state: UploadState, setback: Setback, nowMs: number, random: () => number): UploadState {
  const failures = state.failures + 1;
  const jitterMs = backoffMs(failures, random);
  const asked = setback.type === 'pause' ? PAUSE_MS : setback.waitMs;
  const waitMs = asked === null ? jitterMs : asked + Math.min(jitterMs, 1_000);
  return { failures, failedAtMs: nowMs, notBeforeMs: nowMs + waitMs, firm: asked !== null, reason: setback.reason };
}

/** Whether the collector is taken for dead. Source: M. Nygard, "Release It!", 2007 (Circuit Breaker). */
export function isBroken({ failures }: UploadState): boolean {
  return failures >= BROKEN_AFTER;
}

/** What is true when the page is seen again, or (`online`) the network is back. */
export function stepResume(state: UploadState, online: boolean, nowMs: number): UploadState {
  const resting = isBroken(state) && !online && nowMs - state.failedAtMs < BROKEN_REST_MS;
  return state.firm || resting ? state : { ...state, notBeforeMs: 0 };
}

export interface UploadRules {
  /** Upload when so many events wait. */
  readonly flushAt: number;
  /** Upload when so many bytes wait. */
  readonly flushBytes: number;
  /** Upload when the oldest has waited so long, in milliseconds. */
  readonly flushAfterMs: number;
}

/** What waits for the collector. `sinceMs`: when the oldest came; `urgent`: some of it does not wait for company. */
export interface Waiting {
  readonly events: number;
  readonly bytes: number;
  readonly sinceMs: number;
  readonly urgent: boolean;
}

/** While events keep coming an upload follows the last one after so many times `flushAfterMs`: 25 events at five a second. */
const SPACING = 2.5;

/** Whether an upload is due for its size. */
export function isRipe({ events, bytes, urgent }: Waiting, { flushAt, flushBytes }: UploadRules): boolean {
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
    : Math.max(waiting.sinceMs + flushAfterMs, uploadedAtMs + SPACING * flushAfterMs);
  return Math.max(0, dueMs - nowMs, state.notBeforeMs - nowMs);
}
