import type { QueueStore, StoredRecord } from './ports.js';

/** A queue store that lasts as long as the page: for where there is no disk, and for what the disk refuses. */
export function createMemoryStore(): QueueStore & { readonly held: () => string[] } {
  let records: StoredRecord[] = [];
  return {
    durable: false,
    /** All its lines, at once; what is precious first. */
    held: () => records.flatMap(({ lines }) => lines),
    add: async (added) => {
      records = [...records, ...added].sort((a, b) => a.key[0] - b.key[0]);
    },
    read: async (limit) => records.slice(0, limit),
    keys: async () => records.map(({ key }) => key),
    remove: async (keys) => {
      records = records.filter(({ key }) => !keys.includes(key));
    },
  };
}
