import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A profile's folder, and how to remove it: one that was given is kept. */
export function tempProfile(given: string | undefined): { readonly folder: string; readonly remove: () => void } {
  if (given !== undefined) return { folder: given, remove: () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'ahaloop-profile-'));
  // Processes that are just ending may still write into it.
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }) };
}
