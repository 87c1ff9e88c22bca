import { rmSync } from 'node:fs';
import { openStore, type Store } from '../store/open-store.js';
import { makeTempFolder } from './temp-folder.js';

/** A store of a test's own, in a folder that goes when it is closed; it does not linger. */
export async function openTestStore(): Promise<Store> {
  const path = makeTempFolder();
  const store = await openStore({ path, lingerMs: 0 });
  return {
    ...store,
    async close() {
      await store.close();
      rmSync(path, { recursive: true, force: true });
    },
  };
}
