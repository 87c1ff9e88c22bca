import type { Queued } from './store-meter.js';

/**
 * Gathers what many requests want stored into few, large commits.
 *
 * A small insert takes 4–6 ms whatever its size, so a commit begins when enough rows wait or the oldest of them
 * has waited long enough; one commit is under way at a time. A request is answered when its rows are committed.
 */
export interface GroupCommit<Item, Answer> {
  /**
   * @param partitions those that the item's rows are of, where a commit may touch only so many.
   * @returns what `commit` answered for the item, once it is committed; rejects with its error, and then nothing is
   *   known to be stored.
   * @throws {QueueFullError} at once, as a rejection, when too much waits.
   */
  add(item: Item, rows: number, sizeBytes: number, partitions?: ReadonlySet<string>): Promise<Answer>;
  /** What waits or is under way. */
  queued(): Queued;
  /** From now on nothing waits for others. */
  hurry(): void;
  /** Resolves when the commit that is under way now, if one is, has ended. */
  settled(): Promise<void>;
  /** Commits what waits and resolves when all has been answered. What is added later is refused. */
  close(): Promise<void>;
}

export interface GroupCommitOptions<Item, Answer> {
  /** Stores the items; answers in their order. All or nothing as far as the caller can tell. */
  readonly commit: (items: readonly Item[]) => Promise<readonly Answer[]>;
  /** Whether a commit failed for what no item is to blame for. Default: never known. */
  readonly isShared?: (error: unknown) => boolean;
  /** How long the first item may wait for others, in milliseconds. */
  readonly lingerMs: number;
  /** A commit begins early when so many rows wait. Default 2,000. */
  readonly flushRows?: number;
  /** The most rows of one commit. Default 10,000. */
  readonly maxCommitRows?: number;
  /** The most partitions of one commit. Default: any number. */
  readonly maxCommitPartitions?: number;
  /** The most rows waiting or under way. Default 200,000. */
  readonly maxQueuedRows?: number;
  /** The most bytes waiting or under way. Default 256 MiB. */
  readonly maxQueuedBytes?: number;
}

/** The store is slower than its senders: nothing of the request was taken. */
export class QueueFullError extends Error {
  override name = 'QueueFullError';
}

/** Requests with an event that the store does not take are rare: three that came together are none. */
const MAX_FAILED_IN_A_ROW = 3;

const NONE: ReadonlySet<string> = new Set();

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly rows: number;
  readonly sizeBytes: number;
  readonly partitions: ReadonlySet<string>;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export function createGroupCommit<Item, Answer>({
  commit,
  isShared = () => false,
  lingerMs,
  flushRows = 2_000,
  maxCommitRows = 10_000,
  maxCommitPartitions = Infinity,
  maxQueuedRows = 200_000,
  maxQueuedBytes = 256 * 1024 * 1024,
}: GroupCommitOptions<Item, Answer>): GroupCommit<Item, Answer> {
  let waiting: Waiting<Item, Answer>[] = [];
  let waitingRows = 0;
  let takenRows = 0;
  let takenBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | undefined;
  let lingers = true;
  let closed = false;

  function takeCommit(): Waiting<Item, Answer>[] {
    let rows = 0;
    const partitions = new Set<string>();
    const tooMany = waiting.findIndex((entry) => {
      rows += entry.rows;
      for (const partition of entry.partitions) partitions.add(partition);
      return rows > maxCommitRows || partitions.size > maxCommitPartitions;
    });
    // One item alone may be larger than a commit should be; it must go all the same.
    const taken = waiting.slice(0, tooMany === -1 ? undefined : Math.max(tooMany, 1));
    waiting = waiting.slice(taken.length);
    for (const entry of taken) waitingRows -= entry.rows;
    return taken;
  }

  async function settle(taken: readonly Waiting<Item, Answer>[]): Promise<void> {
    let answers: readonly Answer[];
    try {
      answers = await commit(taken.map((entry) => entry.item));
    } catch (error) {
      if (taken.length > 1 && !isShared(error)) return settleAlone(taken);
      return taken.forEach((entry) => leave(entry).reject(error));
    }
    taken.forEach((entry, index) => leave(entry).resolve(answers[index] as Answer));
  }

  /**
   * Nobody is to lose an event to a neighbour's: each goes once more, alone. Where several fail in a row the store is to blame, and all
   * others are told at once.
   */
  async function settleAlone(taken: readonly Waiting<Item, Answer>[]): Promise<void> {
    let failedInARow = 0;
    let lastError: unknown;
    for (const entry of taken) {
      if (failedInARow === MAX_FAILED_IN_A_ROW) {
        leave(entry).reject(lastError);
        continue;
      }
      try {
        const [answer] = await commit([entry.item]);
        failedInARow = 0;
        leave(entry).resolve(answer as Answer);
      } catch (error) {
        failedInARow += 1;
        lastError = error;
        leave(entry).reject(error);
      }
    }
  }

  function leave(entry: Waiting<Item, Answer>): Waiting<Item, Answer> {
    takenRows -= entry.rows;
    takenBytes -= entry.sizeBytes;
    return entry;
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    await settle(takeCommit());
    underWay = undefined;
    schedule();
  }

  function schedule(): void {
    if (underWay || waiting.length === 0) return;
    if (!lingers || waitingRows >= flushRows) underWay = flush();
    else {
      timer ??= setTimeout(() => {
        underWay = flush();
      }, lingerMs);
    }
  }

  return {
    add(item, rows, sizeBytes, partitions = NONE) {
      if (closed) return Promise.reject(new Error('The store is closing.'));
      if (takenRows + rows > maxQueuedRows || takenBytes + sizeBytes > maxQueuedBytes) {
        return Promise.reject(new QueueFullError('Too many events wait to be stored.'));
      }
      takenRows += rows;
      takenBytes += sizeBytes;
      waitingRows += rows;
      return new Promise((resolve, reject) => {
        waiting.push({ item, rows, sizeBytes, partitions, resolve, reject });
        schedule();
      });
    },

    queued: () => ({ rows: takenRows, bytes: takenBytes }),

    hurry() {
      lingers = false;
      schedule();
    },

    async settled() {
      await underWay;
    },

    async close() {
      closed = true;
      this.hurry();
      while (underWay) await underWay;
    },
  };
}
