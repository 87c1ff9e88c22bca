/** A visit: it ends after 30 minutes without an event, and after 24 hours in any case. */
export interface Session {
  readonly id: string;
  /** Epoch milliseconds, UTC. */
  readonly startedAtMs: number;
  /** Of its latest event; epoch milliseconds, UTC. */
  readonly lastAtMs: number;
}

export const SESSION_IDLE_MS = 30 * 60_000;
export const SESSION_CAP_MS = 24 * 60 * 60_000;

/**
 * The session that an event at `nowMs` belongs to: the one that runs, or a new one. Pure.
 * A clock that was set back more than the idle time begins a new session; less than that is taken as jitter.
 *
 * Source: 30 minutes of inactivity is the field's convention; https://support.google.com/analytics/answer/12798876
 */
export function stepSession(session: Session | null, nowMs: number, newId: () => string): Session {
  return session && isRunning(session, nowMs)
    ? { ...session, lastAtMs: Math.max(nowMs, session.lastAtMs) }
    : { id: newId(), startedAtMs: nowMs, lastAtMs: nowMs };
}

/** Whether an event at `nowMs` belongs to the session. */
export function isRunning({ lastAtMs, startedAtMs }: Session, nowMs: number): boolean {
  return Math.abs(nowMs - lastAtMs) < SESSION_IDLE_MS && nowMs - startedAtMs < SESSION_CAP_MS;
}
