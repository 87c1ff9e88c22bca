import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** What begins a key of each name, so that nobody takes one for the other. */
const PREFIXES = { writeKey: 'wk_', readKey: 'rk_' } as const;

/** The options that give a key from elsewhere. */
const OPTIONS = { writeKey: '--write-key', readKey: '--read-key-file' } as const;

export type KeyName = keyof typeof PREFIXES;

/**
 * A key that the collector makes for itself: made at the first start that needs it, kept in `keys.json` in the data folder, readable
 * by its owner only, and the same ever after.
 *
 * @throws {Error} `keys-unreadable` when the file is there but is not what this function writes.
 */
export function keptKey(dataFolder: string, name: KeyName): string {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const path = join(dataFolder, 'keys.json');
  const kept = readKeys(path, name);
  if (kept[name] !== undefined) {
    // A copy or a restored backup may have made it readable to others.
    chmodSync(path, 0o600);
    return kept[name];
  }
  const key = PREFIXES[name] + randomBytes(name === 'readKey' ? 32 : 16).toString('base64url');
  replaceFile(path, `${JSON.stringify({ ...kept, [name]: key }, null, 2)}\n`);
  return key;
}

/**
 * The key that was made for this data folder; undefined where none was.
 *
 * @throws {Error} as `keptKey`.
 */
export function readKeptKey(dataFolder: string, name: KeyName): string | undefined {
  return readKeys(join(dataFolder, 'keys.json'), name)[name];
}

function readKeys(path: string, name: KeyName): Partial<Record<KeyName, string>> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  try {
    const keys = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const known = (Object.keys(PREFIXES) as KeyName[]).filter((one) => keys[one] !== undefined);
    if (known.length > 0 && known.every((one) => typeof keys[one] === 'string' && /^\S{8,}$/.test(keys[one])))
      return keys;
  } catch {
    // Not JSON: same remedy as for wrong keys, below.
  }
  throw new Error(
    `keys-unreadable: ${path} does not hold the keys that were made; delete it to have new ones made, or start with ${OPTIONS[name]}.`,
  );
}

/** Replaces the file in one step: a kill leaves the old file or the new one, never half of one. */
function replaceFile(path: string, text: string): void {
  const next = `${path}.new`;
  const file = openSync(next, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  chmodSync(next, 0o600);
  renameSync(next, path);
}
