/**
 * Puts events on disk before anything else is done with them.
 *
 * All calls of a task, and what came while a transaction was in flight, are one group: one transaction, one in flight at a time.
 * The group is gathered in a microtask, never by a timer: a write begun in the task of the call outlives an immediate
 * navigation, one begun 50 ms later does not (docs/reliability.md).
 */
import { cutLines } from './line.js';
import type { Journal, QueueStore, StoredRecord } from './ports.js';

export interface WriteAhead {
  /** Takes one event's line; resolves to whether it is on disk, once that is known. Never rejects. */
  push(line: string): Promise<boolean>;
  /** Lines that are not yet in any store. */
  unsaved(): string[];
  /** Writes what is not on disk to the journal, now, without waiting: for a page that is leaving. */
  saveToJournal(): void;
  /** Between a page's leaving and its return nothing is begun in a store: the journal takes it. */
  hold(left: boolean): void;
  /** Resolves when everything pushed before is in a store. */
  settled(): Promise<void>;
}

export interface WriteAheadPorts {
  /** The queue store that outlives the page; resolves to null where there is none. Until it resolves the journal holds the lines. */
  readonly disk: Promise<QueueStore | null>;
  /** Holds what the disk does not take. */
  readonly memory: QueueStore & { readonly held: () => string[] };
  readonly journal: Journal;
  /** Told of each group that is in a store, in order. */
  readonly onStored: (records: readonly StoredRecord[], store: QueueStore) => void;
}

interface Waiting {
  readonly line: string;
  readonly resolve: (durable: boolean) => void;
}

export function createWriteAhead({ disk, memory, journal, onStored }: WriteAheadPorts): WriteAhead {
  let store: QueueStore | null = null;
  let waiting: Waiting[] = [];
  let inFlight: readonly Waiting[] = [];
  let gathering = false;
  let held = false;
  let journalUsed = false;
  let whenIdle: (() => void)[] = [];

  const unsaved = (): string[] => [...inFlight, ...waiting].map(({ line }) => line);

  const saveToJournal = (): void => {
    const lines = [...memory.held(), ...unsaved()];
    if (lines.length || journalUsed) journalUsed = journal.save(lines) && lines.length > 0;
  };

  /** Writes one group to a store; what the disk refuses goes to memory, from where it is still uploaded. */
  const write = async (group: readonly Waiting[], target: QueueStore): Promise<void> => {
    const runs = cutLines(group.map(({ line }) => line));
    let kept = target;
    let keys: number[];
    try {
      // Called before the first await: the transaction is begun in this very task.
      keys = await target.add(runs);
    } catch {
      kept = memory;
      keys = await memory.add(runs);
    }
    inFlight = [];
    if (journalUsed) saveToJournal();
    onStored(
      runs.map((lines, at) => ({ key: keys[at]!, lines })),
      kept,
    );
    for (const { resolve } of group) resolve(kept.durable);
  };

  const pump = (): void => {
    gathering = false;
    if (inFlight.length) return;
    if (!waiting.length) {
      for (const done of whenIdle) done();
      whenIdle = [];
      return;
    }
    if (!store || held) return saveToJournal();
    inFlight = waiting;
    waiting = [];
    void write(inFlight, store).then(pump);
  };

  void disk.then((opened) => {
    store = opened ?? memory;
    pump();
  });

  return {
    push: (line) =>
      new Promise((resolve) => {
        waiting.push({ line, resolve });
        if (gathering || inFlight.length) return;
        gathering = true;
        void Promise.resolve().then(pump);
      }),
    unsaved,
    saveToJournal,
    hold: (left) => {
      held = left;
      pump();
    },
    settled: () =>
      new Promise((resolve) => {
        whenIdle.push(resolve);
        pump();
      }),
  };
}
