/**
 * What delivery needs of the world, so that it runs the same in a browser, on a server and in a test.
 */

import type { Line } from '../core/line.js';

/**
 * A record's name in the queue, and what must be known of it without reading it. Sorted as it stands: what is precious first, then
 * by the time in the first event's id. The same events always have the same key, so that a repeated write changes nothing.
 */
export type RecordKey = readonly [
  /** 0: answers, orders and who somebody is, which are given up last. 1: the rest. */
  priority: 0 | 1,
  /** `messageId` of its first event: UUIDv7. */
  firstId: string,
  events: number,
  /** What its lines weigh in a batch. */
  bytes: number,
];

/** One write-ahead record: the events of one task or more. */
export interface StoredRecord {
  readonly key: RecordKey;
  readonly _lines: readonly Line[];
}

/** Where events wait until the collector has answered for them, oldest first. */
export interface QueueStore {
  /** Whether what it keeps outlives the page. */
  readonly durable: boolean;
  /**
   * Adds records in one transaction, begun in the same task. Resolves when they are safe, a power cut included; rejects when
   * none of them is known to be kept.
   */
  add(records: readonly StoredRecord[]): Promise<void>;
  /** The first records: as many as hold so many events, at least one. */
  read(events: number): Promise<StoredRecord[]>;
  /** The names of all records. */
  keys(): Promise<RecordKey[]>;
  /** Removes records, and adds what is left of them, in one transaction. */
  remove(keys: readonly RecordKey[], rest?: readonly StoredRecord[]): Promise<void>;
}

/** A queue store on disk, which may be closed, deleted, full or silent at any time. */
export interface Disk extends QueueStore {
  /** Whether a write is begun in the very task that asks for it. */
  _isOpen(): boolean;
  /** Opens it where it is not. Rejects where that cannot be; may never answer. */
  open(): Promise<void>;
  /** Lets go of it; the next use opens it again. */
  close(): void;
}

/** What a disk rejects with when it did not answer in time: what it was told may be there or not. */
export const SILENT = new Error('silent');

/** A place that can be written before the task ends, for the moments when a queue store cannot: opening and leaving. */
export interface Journal {
  /** Replaces what this page had written; an empty list clears it. Returns whether it is kept. */
  _save(lines: readonly Line[]): boolean;
  /** What other pages left behind, and a function that forgets it. */
  _takeLeftBehind(): { readonly _lines: readonly Line[]; readonly forget: () => void };
}

/** Timers and clocks, taken once when the client is made: a page may replace its own later. */
export interface Clock {
  /** Epoch milliseconds, UTC: for stamping. */
  now(): number;
  /** Milliseconds that only grow: for scheduling, unmoved when the clock is set. */
  _monotonicMs(): number;
  /** Calls back once; returns its undo. */
  after(waitMs: number, callback: () => void): () => void;
  random(): number;
}

/** Lets one tab of the origin work at a time. */
export interface Election {
  /** Runs the work when no other tab is at it; null when one is. */
  _elect<T>(work: () => Promise<T>): Promise<T | null>;
  /** Lets another tab in at once, though what was begun here goes on: for a page that is leaving. */
  _stepDown(): void;
}
