import { join } from 'node:path';
import { openStore, type Store } from '../store/open-store.js';

/** What the store of a stopped collector holds: opens its data folder, asks, and lets go of it. */
export async function withStore<T>(dataDir: string, ask: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ path: join(dataDir, 'store'), lingerMs: 0 });
  try {
    return await ask(store);
  } finally {
    await store.close();
  }
}
