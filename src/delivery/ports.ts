/**
 * What delivery needs of the world, so that it runs the same in a browser, on a server and in a test.
 */

/** One write-ahead record: the events of one task or more. */
export interface StoredRecord {
  readonly key: number;
  /** One event's JSON each. */
  readonly lines: readonly string[];
}

/** Where events wait until the collector has answered for them, oldest first. */
export interface QueueStore {
  /** Whether what it keeps outlives the page. */
  readonly durable: boolean;
  /**
   * Adds records in one transaction, begun in the same task. Resolves to their keys when they are safe, a power cut
   * included; rejects when none of them was kept.
   */
  add(records: readonly (readonly string[])[]): Promise<number[]>;
  /** The oldest records, at most `limit`. */
  read(limit: number): Promise<StoredRecord[]>;
  remove(keys: readonly number[]): Promise<void>;
}

/** A place that can be written before the task ends, for the moments when a queue store cannot: opening and leaving. */
export interface Journal {
  /** Replaces what this page had written; an empty list clears it. Returns whether it is kept. */
  save(lines: readonly string[]): boolean;
  /** What other pages left behind, and a function that forgets it. */
  takeLeftBehind(): { readonly lines: readonly string[]; readonly forget: () => void };
}

/** Timers and clocks, taken once when the client is made: a page may replace its own later. */
export interface Clock {
  /** Epoch milliseconds, UTC: for stamping. */
  now(): number;
  /** Milliseconds that only grow: for scheduling, unmoved when the clock is set. */
  monotonicMs(): number;
  /** Calls back once; returns its undo. */
  after(waitMs: number, callback: () => void): () => void;
  random(): number;
}
