/**
 * Takes stored events to the collector and lets go of each only when the collector has answered for it.
 */
import { settle, type Reply } from '../core/settle.js';
import { cutLines, lineId, linesBytes } from './line.js';
import { createOwed } from './owed.js';
import type { Clock, QueueStore, StoredRecord } from './ports.js';
import { CALM, stepSetback, uploadDueMs, type Setback, type UploadRules } from './upload-state.js';

/** How an upload of everything that waited ended. */
export interface FlushResult {
  /** Whether nothing waits any more. */
  readonly ok: boolean;
  /** Events that the collector answered for. */
  readonly sent: number;
  /** Events that still wait, as far as this page knows. */
  readonly pending: number;
  /** Why some still wait: `network`, `http-503`, `another-tab` … */
  readonly reason?: string;
}

export interface Uploader {
  /** Tells of events that are in a store now. */
  stored(records: readonly StoredRecord[], store: QueueStore): void;
  /** Tells of a store that may hold events of earlier pages. */
  found(store: QueueStore): Promise<void>;
  /** Uploads as soon as what was captured so far is stored. */
  hurry(): void;
  /** The network may be back: forget the wait after a failure. */
  resume(): void;
  /** Uploads everything now. */
  flush(): Promise<FlushResult>;
  /** Sends what this page still owes, stored or not, without waiting: for a page that is leaving. */
  leave(unsaved: readonly string[]): void;
  /** Events that wait, as far as this page knows. */
  pending(): number;
}

export interface UploaderPorts {
  readonly clock: Clock;
  readonly rules: UploadRules;
  /** Posts a batch of lines; never rejects. `keepalive` lets it outlive the page. */
  readonly post: (lines: readonly string[], keepalive: boolean) => Promise<Reply>;
  /** Runs the work when no other tab is at it; null when one is. */
  readonly elect: <T>(work: () => Promise<T>) => Promise<T | null>;
  readonly onSent: (messageIds: readonly string[]) => void;
  readonly onDrop: (reason: string, messageIds: readonly string[]) => void;
  /** The collector refuses the write key: somebody must be told. */
  readonly onPause: (reason: string) => void;
}

/** Browsers allow 64 KiB of keepalive bodies in flight together; the rest is room for the envelope. */
export const KEEPALIVE_BYTES = 60 * 1024;

const READ_RECORDS = 100;
const ANOTHER_TAB_MS = 1_000;

export function createUploader(ports: UploaderPorts): Uploader {
  const { clock, rules, post, elect, onSent, onDrop, onPause } = ports;
  const stores = new Set<QueueStore>();
  const owed = createOwed(KEEPALIVE_BYTES);
  /** Events that were answered for but whose record is still stored: not sent again. */
  const settled = new Set<string>();
  /** Events on their way in a request that outlives the page. */
  const outliving = new Set<string>();
  let keepaliveBytes = 0;
  let sent = 0;
  let state = CALM;
  let urgent = false;
  let active = 0;
  let tail: Promise<unknown> = Promise.resolve();
  let leaving: Promise<unknown> = Promise.resolve();
  let cancelTimer = (): void => {};

  const answered = (lines: readonly string[]): string[] => {
    const ids = lines.map(lineId);
    for (const id of ids) settled.add(id);
    return ids;
  };

  /** Sends one batch, in halves where the collector will not take it whole; returns what stopped it, or null. */
  const deliver = async (lines: readonly string[]): Promise<Setback | null> => {
    const bytes = linesBytes(lines);
    const keepalive = keepaliveBytes + bytes <= KEEPALIVE_BYTES;
    if (keepalive) {
      keepaliveBytes += bytes;
      for (const line of lines) outliving.add(lineId(line));
    }
    const reply = await post(lines, keepalive);
    if (keepalive) {
      keepaliveBytes -= bytes;
      for (const line of lines) outliving.delete(lineId(line));
    }
    const verdict = settle(reply, clock.now());
    switch (verdict.type) {
      case 'acknowledged': {
        state = CALM;
        sent += lines.length;
        const ids = answered(lines);
        const rejected = verdict.rejected.flatMap((at) => ids[at] ?? []);
        onSent(ids);
        if (rejected.length) onDrop('rejected', rejected);
        return null;
      }
      case 'halve': {
        if (lines.length === 1) {
          onDrop(verdict.reason, answered(lines));
          return null;
        }
        const middle = lines.length >> 1;
        return (await deliver(lines.slice(0, middle))) ?? (await deliver(lines.slice(middle)));
      }
      default:
        return verdict;
    }
  };

  const deliverAll = async (lines: readonly string[]): Promise<Setback | null> => {
    for (const batch of cutLines(lines)) {
      const setback = await deliver(batch);
      if (setback) return setback;
    }
    return null;
  };

  /** Empties one store, oldest first; returns what stopped it, or null. */
  const drain = async (store: QueueStore): Promise<Setback | null> => {
    for (;;) {
      const foundEmpty = owed.beforeRead(store);
      const records = await store.read(READ_RECORDS);
      if (!records.length) {
        foundEmpty();
        return null;
      }
      const isSettled = (line: string): boolean => settled.has(lineId(line));
      const setback = await deliverAll(records.flatMap(({ lines }) => lines).filter((line) => !isSettled(line)));
      const done = records.filter(({ lines }) => lines.every(isSettled));
      const keys = done.map(({ key }) => key);
      await store.remove(keys);
      owed.remove(store, keys);
      for (const { lines } of done) for (const line of lines) settled.delete(lineId(line));
      if (setback) return setback;
    }
  };

  const drainAll = async (): Promise<Setback | null> => {
    urgent = false;
    await leaving;
    let broken: Setback | null = null;
    for (const store of stores) {
      try {
        const setback = await drain(store);
        if (setback) return setback;
      } catch (error) {
        // One store that cannot be read does not hold up the others.
        broken = { type: 'retry', reason: `store: ${String(error)}`, waitMs: null };
      }
    }
    return broken;
  };

  /** One attempt at everything that waits; returns why some of it still does, or null. */
  const upload = async (): Promise<string | null> => {
    const outcome = await elect(async () => ({ setback: await drainAll() }));
    if (!outcome) {
      state = { ...state, notBeforeMs: clock.monotonicMs() + ANOTHER_TAB_MS };
      return 'another-tab';
    }
    const { setback } = outcome;
    if (!setback) return null;
    if (setback.type === 'pause') onPause(setback.reason);
    state = stepSetback(state, setback, clock.monotonicMs(), () => clock.random());
    return setback.reason;
  };

  /** Attempts follow one another; there is never more than one under way. */
  const run = (): Promise<string | null> => {
    cancelTimer();
    active++;
    const attempt = tail.then(upload).finally(() => {
      active--;
      schedule();
    });
    tail = attempt;
    return attempt;
  };

  const schedule = (): void => {
    cancelTimer();
    if (active) return;
    const dueMs = uploadDueMs(state, rules, { ...owed.total(), urgent }, clock.monotonicMs());
    if (dueMs !== null) cancelTimer = clock.after(dueMs, () => void run());
  };

  const owe = (records: readonly StoredRecord[], store: QueueStore, own: boolean): void => {
    stores.add(store);
    owed.add(store, records, clock.monotonicMs(), own);
    schedule();
  };

  return {
    stored: (records, store) => owe(records, store, true),
    found: async (store) => {
      const records = await store.read(READ_RECORDS).catch(() => []);
      // They have waited long enough.
      if (records.length) urgent = true;
      owe(records, store, false);
    },
    hurry: () => {
      urgent = true;
      schedule();
    },
    resume: () => {
      state = { ...state, notBeforeMs: 0 };
      schedule();
    },
    flush: async () => {
      const before = sent;
      const reason = await run();
      return {
        ok: reason === null,
        sent: sent - before,
        pending: owed.total().events,
        ...(reason !== null && { reason }),
      };
    },
    leave: (unsaved) => {
      const lines = [...owed.lines(), ...unsaved].filter((line) => {
        const id = lineId(line);
        return !settled.has(id) && !outliving.has(id);
      });
      leaving = Promise.all(cutLines(lines, KEEPALIVE_BYTES).map(deliver));
    },
    pending: () => owed.total().events,
  };
}
