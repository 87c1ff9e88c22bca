import type { EventRow } from './event-row.js';
import { createGroupCommit, type GroupCommitOptions } from './group-commit.js';
import { isDiskFull } from './is-disk-full.js';
import type { Queued } from './store-meter.js';
import type { SeenIds } from './seen-ids.js';

/** What became of the rows of one request. */
export interface Written {
  readonly accepted: number;
  /** Rows whose message id was stored before, or stands earlier in the request. */
  readonly duplicates: number;
  /** Rows of who was forgotten: taken and not stored. */
  readonly forgotten: number;
}

export interface EventWriter {
  /** Resolves when the rows are committed, or known to have been. */
  write(rows: readonly EventRow[], sizeBytes: number): Promise<Written>;
  /** What waits or is under way. */
  queued(): Queued;
  /** From now on nothing waits for others. */
  hurry(): void;
  /** Resolves when what is being committed now has been. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface EventWriterOptions extends Pick<
  GroupCommitOptions<unknown, unknown>,
  'lingerMs' | 'flushRows' | 'maxQueuedRows' | 'maxQueuedBytes'
> {
  readonly insert: (rows: readonly EventRow[]) => Promise<void>;
  readonly seen: SeenIds;
  /** Whether a row is of who was forgotten. */
  readonly isForgotten?: (row: EventRow) => boolean;
}

/** A commit of so many months takes about 0.2 s. */
const MAX_MONTHS = 12;

/** The one way by which events reach the store: in groups, each message id once. */
export function createEventWriter({
  insert,
  seen,
  isForgotten = () => false,
  ...limits
}: EventWriterOptions): EventWriter {
  const group = createGroupCommit<readonly EventRow[], Written>({
    ...limits,
    isShared: isDiskFull,
    maxCommitPartitions: MAX_MONTHS,
    async commit(requests) {
      // Judged here and not when a request comes in: while the first of two is under way, neither may be called stored.
      const ids = new Set<string>();
      const rows: EventRow[] = [];
      const answers = requests.map((request): Written => {
        const before = rows.length;
        let forgotten = 0;
        for (const row of request) {
          if (isForgotten(row)) {
            forgotten += 1;
            continue;
          }
          const id = seenId(row.project_id, row.message_id);
          if (ids.has(id) || seen.has(id)) continue;
          ids.add(id);
          rows.push(row);
        }
        const accepted = rows.length - before;
        return { accepted, duplicates: request.length - accepted - forgotten, forgotten };
      });
      if (rows.length > 0) await insert(rows);
      for (const id of ids) seen.add(id);
      return answers;
    },
  });
  return {
    async write(rows, sizeBytes) {
      const written = { accepted: 0, duplicates: 0, forgotten: 0 };
      for (const part of ofFewMonths(rows)) {
        const share = Math.ceil((sizeBytes * part.length) / rows.length);
        const one = await group.add(part, part.length, share, monthsOf(part));
        for (const key of Object.keys(written) as (keyof Written)[]) written[key] += one[key];
      }
      return written;
    },
    queued: () => group.queued(),
    hurry: () => group.hurry(),
    settled: () => group.settled(),
    close: () => group.close(),
  };
}

/** The months that rows are of: each is a file of its own, so a commit of many takes long and makes all others wait. */
export function monthsOf(rows: readonly Pick<EventRow, 'ts'>[]): Set<string> {
  return new Set(rows.map(monthOf));
}

const monthOf = ({ ts }: Pick<EventRow, 'ts'>): string => ts.slice(0, 'YYYY-MM'.length);

/** The rows in parts of at most `MAX_MONTHS` months; as one part where they are of no more. */
function* ofFewMonths(rows: readonly EventRow[]): Generator<readonly EventRow[]> {
  if (rows.length === 0) return;
  const months = [...monthsOf(rows)];
  if (months.length <= MAX_MONTHS) {
    yield rows;
    return;
  }
  for (let at = 0; at < months.length; at += MAX_MONTHS) {
    const some = new Set(months.slice(at, at + MAX_MONTHS));
    yield rows.filter((row) => some.has(monthOf(row)));
  }
}

/** A message id is unique within its project. */
export function seenId(projectId: string, messageId: string): string {
  return `${projectId}\0${messageId}`;
}
