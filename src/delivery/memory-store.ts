import type { QueueStore, StoredRecord } from './ports.js';

/** A queue store that lasts as long as the page: for where there is no disk, and for what the disk refuses. */
export function createMemoryStore(): QueueStore & { readonly held: () => string[] } {
  let records: StoredRecord[] = [];
  let lastKey = 0;
  return {
    durable: false,
    /** All its lines, at once. */
    held: () => records.flatMap(({ lines }) => lines),
    add: (runs) => {
      const added = runs.map((lines) => ({ key: ++lastKey, lines }));
      records.push(...added);
      return Promise.resolve(added.map(({ key }) => key));
    },
    read: (limit) => Promise.resolve(records.slice(0, limit)),
    remove: (keys) => {
      records = records.filter(({ key }) => !keys.includes(key));
      return Promise.resolve();
    },
  };
}
