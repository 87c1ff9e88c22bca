/**
 * Puts events on disk before anything else is done with them.
 *
 * All calls of a task are one group and one transaction. It is begun in the microtask after them, never by a timer, and whatever is
 * still under way: what waited in memory for an earlier write would be lost with a crashed renderer (docs/reliability.md).
 */
import type { Line } from '../core/line.js';
import type { Ladder } from './ladder.js';
import { isPrecious, linesBytes } from './line.js';
import { SILENT, type Disk, type Journal, type QueueStore, type StoredRecord } from './ports.js';
import { makeRecords } from './records.js';

export interface WriteAhead {
  /** Takes one event's line; resolves to whether it is on disk, once that is known. Never rejects. */
  push(line: Line): Promise<boolean>;
  /** Lines that are not yet in any store. */
  _unsaved(): Line[];
  /** Writes what is not on disk to the journal, now, without waiting: for a page that is leaving. Whether all of it is kept there. */
  _saveToJournal(): boolean;
  /** Between a page's leaving and its return nothing is begun in a store: the journal takes it. */
  _hold(left: boolean): void;
  /** Goes on where the target has changed. */
  _proceed(): void;
  /** Lets go of what is not on its way to a store; resolves when what is has arrived there. */
  _discard(): Promise<void>;
  /** Resolves when everything pushed before is in a store. */
  _settled(): Promise<void>;
}

export interface WriteAheadPorts {
  readonly ladder: Pick<Ladder, 'target' | 'silent'>;
  /** Holds what the disk does not take. */
  readonly _memory: QueueStore & { readonly _held: () => Line[] };
  readonly _journal: Journal;
  /** Whether the page is being left this very moment, though nobody has said `hold` yet. */
  readonly _isBeingLeft: () => boolean;
  /** Told of each group that is in a store, in order. */
  readonly _onStored: (records: readonly StoredRecord[], store: QueueStore) => void;
}

/** What the journal takes at most: it is written in the page's own time, and shares 5 MB with the page. */
export const JOURNAL_BYTES = 512 * 1024;

/** So many lines are written as they come. */
const JOURNAL_EACH = 20;

/** So many transactions may be under way; a disk that is slower than that gets what came meanwhile as one group, and the journal until then. */
const MOST_UNDER_WAY = 200;

interface Waiting {
  readonly _line: Line;
  readonly resolve: (durable: boolean) => void;
}

export function createWriteAhead({
  ladder,
  _memory: memory,
  _journal: journal,
  _isBeingLeft: isBeingLeft,
  _onStored: onStored,
}: WriteAheadPorts): WriteAhead {
  let waiting: Waiting[] = [];
  /** Groups whose transaction is under way, oldest first. */
  const underWay = new Set<{ rest: readonly Waiting[] }>();
  let gathering = false;
  let held = false;
  let journalUsed = false;
  /** How many lines it was given last. */
  let journaled = 0;
  let whenIdle: (() => void)[] = [];

  const inFlight = (): Waiting[] => [...underWay].flatMap(({ rest }) => rest);
  const unsaved = (): Line[] => [...inFlight(), ...waiting].map(({ _line: line }) => line);

  const saveToJournal = (own: readonly Line[] = unsaved()): boolean => {
    let lines = [...memory._held(), ...own];
    const fits = linesBytes(lines) <= JOURNAL_BYTES;
    if (!fits) {
      let bytes = 0;
      lines = [...lines.filter(isPrecious), ...lines.filter((line) => !isPrecious(line))];
      lines = lines.slice(
        0,
        lines.findIndex((line) => (bytes += linesBytes([line])) > JOURNAL_BYTES),
      );
    }
    journaled = lines.length;
    const saved = !(lines.length || journalUsed) || journal._save(lines);
    journalUsed = saved && lines.length > 0;
    return saved && fits;
  };

  /** Writes one group to a store; what the disk refuses goes to memory, from where it is still uploaded. */
  const write = async (group: { rest: readonly Waiting[] }, target: QueueStore): Promise<void> => {
    const stored = (part: readonly Waiting[], records: readonly StoredRecord[], store: QueueStore): void => {
      group.rest = group.rest.slice(part.length);
      // What memory holds stays there until the page leaves: to write it again for each event would cost the page more and more.
      if (journalUsed && !memory._held().length && !unsaved().length) saveToJournal();
      onStored(records, store);
      for (const { resolve } of part) resolve(store.durable);
    };
    const recordsOf = (part: readonly Waiting[]) => makeRecords(part.map(({ _line: line }) => line));
    // On a disk that is nearly full half of it may fit, or a quarter.
    for (let size = group.rest.length; size > 0; size >>= 1) {
      const part = group.rest.slice(0, size);
      const records = recordsOf(part);
      try {
        // In the first round this is before the first await: the transaction is begun in this very task.
        await target.add(records);
        stored(part, records, target);
        break;
      } catch (error) {
        if (error === SILENT) {
          // It may be there or not: it is written elsewhere as well, and the collector stores it once.
          ladder.silent(target as Disk);
          return;
        }
      }
    }
    if (!group.rest.length) return;
    const records = recordsOf(group.rest);
    await memory.add(records);
    stored(group.rest, records, memory);
  };

  const pump = (): void => {
    gathering = false;
    const target = held || isBeingLeft() ? null : ladder.target();
    if (waiting.length && target && underWay.size < MOST_UNDER_WAY) {
      const group = { rest: waiting };
      waiting = [];
      underWay.add(group);
      const end = (): void => {
        underWay.delete(group);
        // What was not answered for comes before what came later.
        waiting = [...group.rest, ...waiting];
      };
      void write(group, target)
        .finally(end)
        .then(pump)
        .catch(() => {});
      return;
    }
    // Of many as many again: it is written in the page's own time.
    if (waiting.length && (waiting.length < JOURNAL_EACH || waiting.length >= 2 * journaled)) {
      // What a disk is at need not be written here as well, unless the page is away (WebKit then drops it) or the disk is silent.
      saveToJournal(target ? waiting.map(({ _line: line }) => line) : unsaved());
    }
    if (waiting.length || underWay.size) return;
    for (const done of whenIdle) done();
    whenIdle = [];
  };

  const settled = (): Promise<void> =>
    new Promise((resolve) => {
      whenIdle.push(resolve);
      pump();
    });

  return {
    push: (line) =>
      new Promise((resolve) => {
        waiting.push({ _line: line, resolve });
        if (gathering) return;
        gathering = true;
        // Where the platform itself is broken the next call tries again.
        void Promise.resolve()
          .then(pump)
          .catch(() => {});
      }),
    _unsaved: unsaved,
    _saveToJournal: () => saveToJournal(),
    _hold: (left) => {
      held = left;
      pump();
    },
    _proceed: pump,
    _settled: settled,
    _discard: () => {
      for (const { resolve } of waiting) resolve(false);
      waiting = [];
      return settled();
    },
  };
}
