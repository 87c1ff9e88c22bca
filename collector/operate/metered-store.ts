import type { Store } from '../store/open-store.js';
import type { Metrics } from './metrics.js';

/** The same store, and what is done with it is counted. */
export function meteredStore(store: Store, metrics: Metrics): Store {
  /** Counts what the store refuses. What is too much to wait is the sender's to wait for, and no error of the store. */
  async function watch<T>(operation: string, done: Promise<T>): Promise<T> {
    try {
      return await done;
    } catch (error) {
      if ((error as Error).name !== 'QueueFullError') metrics.countStoreError(operation);
      throw error;
    }
  }

  return {
    ...store,
    async writeEvents(rows, sizeBytes) {
      const written = await watch('write-events', store.writeEvents(rows, sizeBytes));
      const [first] = rows;
      if (first === undefined) return written;
      // A request is for one project.
      metrics.countEvents(first.project_id, 'accepted', written.accepted);
      metrics.countEvents(first.project_id, 'duplicate', written.duplicates);
      metrics.countEvents(first.project_id, 'forgotten', written.forgotten);
      return written;
    },
    async writeRejected(rows) {
      await watch('write-rejected', store.writeRejected(rows));
      for (const row of rows) metrics.countRejected(row.project_id, row.code);
    },
    query: (sql, params) => watch('query', store.query(sql, params)),
    run: (sql, params) => watch('run', store.run(sql, params)),
    async forget(projectId, anonymousId) {
      const erased = await watch('erase', store.forget(projectId, anonymousId));
      metrics.countErasure('browser');
      return erased;
    },
    async erasePerson(projectId, id, followAliases) {
      const erased = await watch('erase', store.erasePerson(projectId, id, followAliases));
      metrics.countErasure('person');
      return erased;
    },
  };
}
