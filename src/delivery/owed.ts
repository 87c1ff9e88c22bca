/**
 * What this page knows to be waiting for the collector: figures for all of it, the lines themselves while they are few.
 */
import type { Line } from '../core/line.js';
import type { QueueStore, RecordKey, StoredRecord } from './ports.js';

export interface Owed {
  /** `own`: this page captured them, and keeps their lines while they are few. */
  add(store: QueueStore, records: readonly StoredRecord[], nowMs: number, own: boolean): void;
  /** These records were removed from their store. */
  remove(keys: readonly RecordKey[]): void;
  /** In the place of a record is what is left of it. */
  replace(key: RecordKey, rest: readonly StoredRecord[]): void;
  /** Call before a read of the store; call what it returns when that read finds the store empty: another tab sent the rest. */
  _beforeRead(store: QueueStore): () => void;
  /** Lets go of all that was in a store; returns the lines of it that this page has, and of how many of its own it has none. */
  lose(store: QueueStore): { readonly _lines: Line[]; readonly gone: number };
  /** `sinceMs`: when the oldest came. */
  total(): { readonly events: number; readonly bytes: number; readonly _sinceMs: number };
  /** What can be had without waiting, oldest first. */
  kept(of: (store: QueueStore) => boolean): StoredRecord[];
}

interface Entry {
  readonly store: QueueStore;
  readonly key: RecordKey;
  readonly atMs: number;
  readonly _own: boolean;
  readonly _lines: readonly Line[];
}

// Taken at load: the page may replace it later.
const { isArray } = Array;

/** @param keepBytes how many bytes of lines are kept at most. */
export function createOwed(keepBytes: number): Owed {
  // A map keeps the order of insertion: the first entry is the oldest.
  const entries = new Map<string, Entry>();
  let events = 0;
  let bytes = 0;
  let keptBytes = 0;

  const add: Owed['add'] = (store, records, nowMs, own) => {
    for (const { key, _lines: lines } of records) {
      // What is not ours is removed when it is read, and is nobody's event.
      if (!isArray(key) || entries.has(String(key))) continue;
      const keep = own && keptBytes + key[3] <= keepBytes;
      entries.set(String(key), { store, key, atMs: nowMs, _own: own, _lines: keep ? lines : [] });
      events += key[2];
      bytes += key[3];
      if (keep) keptBytes += key[3];
    }
  };
  const remove: Owed['remove'] = (keys) => {
    for (const key of keys) {
      const entry = entries.get(String(key));
      if (!entry) continue;
      entries.delete(String(key));
      events -= key[2];
      bytes -= key[3];
      if (entry._lines.length) keptBytes -= key[3];
    }
  };
  const entriesOf = (store: QueueStore): Entry[] => [...entries.values()].filter((entry) => entry.store === store);

  return {
    add,
    remove,
    replace: (key, rest) => {
      const entry = entries.get(String(key));
      remove([key]);
      if (entry) add(entry.store, rest, entry.atMs, entry._own);
    },
    _beforeRead: (store) => {
      const keys = entriesOf(store).map(({ key }) => key);
      return () => remove(keys);
    },
    lose: (store) => {
      const lost = entriesOf(store);
      remove(lost.map(({ key }) => key));
      return {
        _lines: lost.flatMap(({ _lines: lines }) => lines),
        gone: lost.reduce((sum, { _own: own, key, _lines: lines }) => sum + (own && !lines.length ? key[2] : 0), 0),
      };
    },
    total: () => ({ events, bytes, _sinceMs: entries.values().next().value?.atMs ?? Infinity }),
    kept: (of) => [...entries.values()].filter(({ store, _lines: lines }) => lines.length && of(store)),
  };
}
