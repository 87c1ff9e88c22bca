import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, rename } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** The layout of a backup's folder; a later one is refused. */
export const BACKUP_FORMAT = 1;

/** What stands in a backup's folder. */
export const BACKUP_FILES = {
  /** Written last: a folder without it is not a whole backup. */
  summary: 'backup.json',
  /** A line for each file, as `sha256sum` writes them. */
  sums: 'files.sha256',
  /** The keys that the collector made; missing where it made none. */
  keys: 'keys.json',
  /** The store in the engine's own form: what was erased and computed, and then the events. */
  store: ['store/records', 'store/events'],
} as const;

/** What a whole backup says of itself. */
export interface BackupSummary {
  readonly format: number;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** Of the collector that made it. */
  readonly version: string;
  /** The last step of the store's schema. */
  readonly schema: number;
  readonly files: number;
  readonly sizeBytes: number;
}

/** All files below a folder, as absolute paths in order. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The SHA-256 of a file, in hexadecimal, and its size. */
export async function sumOf(file: string): Promise<{ readonly sum: string; readonly sizeBytes: number }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    sizeBytes += chunk.length;
  }
  return { sum: hash.digest('hex'), sizeBytes };
}

/** Brings files, and the folders down to them, to the disk, so that a power cut loses nothing. */
export async function syncToDisk(folder: string, files: readonly string[]): Promise<void> {
  const folders = new Set([folder]);
  for (const file of files) {
    for (let above = dirname(file); relative(folder, above) !== ''; above = dirname(above)) folders.add(above);
    await sync(file);
  }
  for (const one of folders) await sync(one);
}

/** Writes a file in one step: a kill leaves all of it or nothing. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  await sync(dirname(path));
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
