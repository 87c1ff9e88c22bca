import type { Line } from '../core/line.js';
import type { QueueStore, StoredRecord } from './ports.js';

/** The first of a list that together hold so many, at least one. */
export function firstHolding<T>(list: readonly T[], count: (one: T) => number, most: number): T[] {
  let held = 0;
  return list.filter((one) => {
    const goes = held < most;
    held += count(one);
    return goes;
  });
}

/** A queue store that lasts as long as the page: for where there is no disk, and for what the disk refuses. */
export function createMemoryStore(): QueueStore & { readonly _held: () => Line[] } {
  let records: StoredRecord[] = [];
  return {
    durable: false,
    /** All its lines, at once; what is precious first. */
    _held: () => records.flatMap(({ _lines: lines }) => lines),
    add: async (added) => {
      records = [...records, ...added].sort((a, b) => a.key[0] - b.key[0]);
    },
    read: async (events) => firstHolding(records, ({ key }) => key[2], events),
    keys: async () => records.map(({ key }) => key),
    remove: async (keys, rest = []) => {
      // What is left of the first stays the first.
      records = [...rest, ...records.filter(({ key }) => !keys.includes(key))].sort((a, b) => a.key[0] - b.key[0]);
    },
  };
}
