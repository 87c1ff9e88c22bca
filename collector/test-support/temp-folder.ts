import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is removed when the test that asked for it is over. */
export function tempFolder(): string {
  const folder = makeTempFolder();
  // A store's folder may be thousands of files.
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }), 60_000);
  return folder;
}

/** A folder that whoever asked for it removes. */
export function makeTempFolder(): string {
  return mkdtempSync(join(tmpdir(), 'ahaloop-test-'));
}
