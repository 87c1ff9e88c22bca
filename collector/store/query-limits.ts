/** How long whoever asks the store waits, for their turn and for the answer. */
export interface QueryLimits {
  /** Milliseconds. */
  readonly withinMs?: number;
}

/** Shorter than HTTP waits for the first byte of an answer, so that whoever asked is told. */
export const QUERY_WITHIN_MS = 25_000;

/** For what nobody waits for. */
export const PATIENT: QueryLimits = { withinMs: 600_000 };

/** The most memory of a query that sets no other limit, in bytes. */
export const QUERY_MEMORY_BYTES = 1_000_000_000;

/** The store was too busy, or the question too large, to be answered in time. */
export class TooSlowError extends Error {
  override name = 'TooSlowError';
}
