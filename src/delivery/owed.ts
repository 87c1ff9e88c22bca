/**
 * What this page knows to be waiting for the collector: figures for all of it, the lines themselves while they are few.
 */
import { linesBytes } from './line.js';
import type { QueueStore, StoredRecord } from './ports.js';

export interface Owed {
  /** `own`: this page wrote them, and keeps their lines while they are few. */
  add(store: QueueStore, records: readonly StoredRecord[], nowMs: number, own: boolean): void;
  /** These records were removed from the store. */
  remove(store: QueueStore, keys: readonly number[]): void;
  /** Call before a read of the store; call what it returns when that read finds the store empty: another tab sent the rest. */
  beforeRead(store: QueueStore): () => void;
  /** `sinceMs`: when the oldest came. */
  total(): { readonly events: number; readonly bytes: number; readonly sinceMs: number };
  /** Lines that can be had without waiting, oldest first, at most `keepBytes` of them. */
  lines(): string[];
}

interface Entry {
  readonly events: number;
  readonly bytes: number;
  readonly atMs: number;
  readonly lines: readonly string[];
}

export function createOwed(keepBytes: number): Owed {
  // A map keeps the order of insertion: the first entry is the oldest.
  const byStore = new Map<QueueStore, Map<number, Entry>>();
  let events = 0;
  let bytes = 0;
  let keptBytes = 0;

  const entriesOf = (store: QueueStore): Map<number, Entry> => {
    const entries = byStore.get(store) ?? new Map<number, Entry>();
    byStore.set(store, entries);
    return entries;
  };
  const remove: Owed['remove'] = (store, keys) => {
    const entries = entriesOf(store);
    for (const key of keys) {
      const entry = entries.get(key);
      if (!entry) continue;
      entries.delete(key);
      events -= entry.events;
      bytes -= entry.bytes;
      if (entry.lines.length) keptBytes -= entry.bytes;
    }
  };

  return {
    add: (store, records, nowMs, own) => {
      const entries = entriesOf(store);
      for (const { key, lines } of records) {
        if (entries.has(key)) continue;
        const size = linesBytes(lines);
        const keep = own && keptBytes + size <= keepBytes;
        entries.set(key, { events: lines.length, bytes: size, atMs: nowMs, lines: keep ? lines : [] });
        events += lines.length;
        bytes += size;
        if (keep) keptBytes += size;
      }
    },
    remove,
    beforeRead: (store) => {
      const keys = [...entriesOf(store).keys()];
      return () => remove(store, keys);
    },
    total: () => {
      const oldest = [...byStore.values()].flatMap((entries) => entries.values().next().value ?? []);
      return { events, bytes, sinceMs: Math.min(...oldest.map(({ atMs }) => atMs)) };
    },
    lines: () => [...byStore.values()].flatMap((entries) => [...entries.values()].flatMap(({ lines }) => lines)),
  };
}
