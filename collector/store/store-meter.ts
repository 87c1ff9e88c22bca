/** What waits to be stored, and what is being stored now. */
export interface Queued {
  readonly rows: number;
  readonly bytes: number;
}

/** Who measures the way of events into the store. */
export interface StoreMeter {
  /** A group of events was stored, or refused, after so long. */
  observeCommit(seconds: number): void;
  /** @param queued may be asked at any time. */
  watchQueue(queued: () => Queued): void;
}
