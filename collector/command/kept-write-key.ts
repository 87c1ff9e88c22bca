import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The write key of a data folder that was given none: made at the first start, kept in `keys.json` there, and the same
 * ever after, so that a page that was given it keeps working.
 *
 * @throws {Error} `keys-unreadable` when the file is there but is not what this function writes.
 */
export function keptWriteKey(dataFolder: string): string {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const path = join(dataFolder, 'keys.json');
  const kept = readKey(path);
  if (kept !== null) return kept;
  const writeKey = `wk_${randomBytes(16).toString('base64url')}`;
  writeFileSync(path, `${JSON.stringify({ writeKey }, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return writeKey;
}

function readKey(path: string): string | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { writeKey } = JSON.parse(text) as { writeKey?: unknown };
    if (typeof writeKey === 'string' && writeKey !== '') return writeKey;
  } catch {
    // Told below: what is wrong with it is the same to whoever has to mend it.
  }
  throw new Error(
    `keys-unreadable: ${path} holds no write key; delete it to have a new one made, or start with --write-key.`,
  );
}
