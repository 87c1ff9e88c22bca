import { getHeapStatistics } from 'node:v8';
import { QueueFullError } from '../store/group-commit.js';

/**
 * What all requests together may hold in memory, from the first byte of a body until its answer. Whoever comes when it is
 * used up is sent away before memory grows.
 */
export interface BytesInFlight {
  /** A new share, of nothing yet. */
  open(): Share;
  /** All shares together. */
  readonly heldBytes: number;
}

/** What one request holds. */
export interface Share {
  /**
   * Says how much it holds now, in all.
   *
   * @throws {QueueFullError} when there is not so much left; what it held before, it holds still.
   */
  hold(bytes: number): void;
  /** The most it has held. */
  readonly mostBytes: number;
  /** Gives everything back; calling it again does nothing. */
  close(): void;
}

export function createBytesInFlight(maxBytes: number): BytesInFlight {
  let heldBytes = 0;
  return {
    open() {
      let mine = 0;
      let most = 0;
      return {
        hold(bytes) {
          if (bytes > mine && heldBytes + bytes - mine > maxBytes)
            throw new QueueFullError('Too many bytes are held by requests under way.');
          heldBytes += bytes - mine;
          mine = bytes;
          most = Math.max(most, bytes);
        },
        close() {
          heldBytes -= mine;
          mine = 0;
        },
        get mostBytes() {
          return most;
        },
      };
    },
    get heldBytes() {
      return heldBytes;
    },
  };
}

/**
 * An eighth of what Node lets the heap grow to, and 256 MiB at most: a body costs up to four times its size while it is
 * parsed, and its rows about twice.
 */
export function defaultBytesInFlight(heapLimitBytes = getHeapStatistics().heap_size_limit): number {
  return Math.min(256 * 1024 * 1024, Math.floor(heapLimitBytes / 8));
}
