import { openDB, type DBSchema } from 'idb';
import { bag } from './bag.js';

interface QueueSchema extends DBSchema {
  /** The key counts up over all tabs, so that the oldest comes first whatever the clocks say. */
  queue: { key: number; value: { lines: string } };
}

/**
 * Opens the IndexedDB database that keeps events until they are acknowledged. One record holds the events of one group,
 * one line of JSON each: one record of 500 events costs a tenth of 500 records.
 *
 * Every write is `strict`, without exception: after a power cut relaxed writes are lost, and in Firefox they take
 * later strict ones with them. Every transaction ends with an explicit `commit()`: without it a write made while
 * leaving is lost, and in WebKit the whole database hangs for other tabs (docs/reliability.md).
 *
 * @throws where the browser has no IndexedDB or does not let us have it.
 */
export async function openQueueDatabase(name: string): Promise<{
  durable: true;
  add(runs: readonly (readonly string[])[]): Promise<number[]>;
  read(limit: number): Promise<{ key: number; lines: string[] }[]>;
  remove(keys: readonly number[]): Promise<void>;
}> {
  const db = await openDB<QueueSchema>(name, 1, {
    upgrade: (fresh) => fresh.createObjectStore('queue', { autoIncrement: true }),
    // Another page wants to delete or upgrade it: never stand in its way.
    blocking: () => db.close(),
  });
  const write = () => db.transaction('queue', 'readwrite', bag({ durability: 'strict' as const }));

  return {
    durable: true,
    add: async (runs) => {
      const tx = write();
      const added = runs.map((lines) => tx.store.add({ lines: lines.join('\n') }));
      tx.commit();
      const [keys] = await Promise.all([Promise.all(added), tx.done]);
      return keys;
    },
    read: async (limit) => {
      const tx = db.transaction('queue');
      const [keys, values] = await Promise.all([tx.store.getAllKeys(null, limit), tx.store.getAll(null, limit)]);
      return keys.map((key, at) => ({ key, lines: values[at]!.lines.split('\n') }));
    },
    remove: async (keys) => {
      if (!keys.length) return;
      const tx = write();
      const removed = keys.map((key) => tx.store.delete(key));
      tx.commit();
      await Promise.all([...removed, tx.done]);
    },
  };
}
