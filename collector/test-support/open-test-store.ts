import { rmSync } from 'node:fs';
import { afterAll } from 'vitest';
import { openStore, type Store } from '../store/open-store.js';
import { makeTempFolder } from './temp-folder.js';

/** A store for all tests of a file, which does not linger; closed and removed when they are over. */
export async function openTestStore(): Promise<Store> {
  const path = makeTempFolder();
  const store = await openStore({ path, lingerMs: 0 });
  // Its folder may be thousands of files.
  afterAll(async () => {
    await store.close();
    rmSync(path, { recursive: true, force: true });
  }, 60_000);
  return store;
}
