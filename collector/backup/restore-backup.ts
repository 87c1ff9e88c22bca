import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { createChdbConnection } from '../store/engines/chdb-connection.js';
import { stringLiteral } from '../store/sql-literal.js';
import { BackupError } from './backup-error.js';
import { BACKUP_FILES, filesBelow, syncToDisk, type BackupSummary } from './backup-files.js';
import { readBackup } from './read-backup.js';

/** The store's folder while it is being restored: it gets its own name when all of it is there. */
const UNFINISHED = 'store.restoring';

/**
 * Restores a backup into a data folder without a store.
 *
 * @throws {BackupError} `restore-not-empty`, `restore-incomplete`, `restore-unwritable`, `restore-failed`, and as `readBackup`.
 */
export async function restoreBackup(backup: string, dataFolder: string): Promise<BackupSummary> {
  assertNotRestoring(dataFolder);
  const there = ['store', BACKUP_FILES.keys].find((name) => existsSync(join(dataFolder, name)));
  if (there !== undefined) {
    throw new BackupError(
      `restore-not-empty: ${join(dataFolder, there)} is there; move it away, or name another folder with --data.`,
    );
  }
  const from = resolve(backup);
  const summary = await readBackup(from);
  const unfinished = join(dataFolder, UNFINISHED);
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    await mkdir(unfinished, { mode: 0o700 });
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new BackupError(
      `restore-unwritable: ${dataFolder} cannot be written (${why}); name another folder with --data.`,
    );
  }
  await restoreTables(from, unfinished);
  await syncToDisk(unfinished, await filesBelow(unfinished));
  const keys = join(dataFolder, BACKUP_FILES.keys);
  const hasKeys = existsSync(join(from, BACKUP_FILES.keys));
  if (hasKeys) {
    await copyFile(join(from, BACKUP_FILES.keys), keys);
    await chmod(keys, 0o600);
  }
  await syncToDisk(dataFolder, hasKeys ? [keys] : []);
  await rename(unfinished, join(dataFolder, 'store'));
  await syncToDisk(dataFolder, []);
  return summary;
}

/**
 * Refuses a data folder in which a restore was cut off: a new and empty store would be made beside it.
 *
 * @throws {BackupError} `restore-incomplete`.
 */
export function assertNotRestoring(dataFolder: string): void {
  const unfinished = join(dataFolder, UNFINISHED);
  if (!existsSync(unfinished)) return;
  throw new BackupError(
    `restore-incomplete: ${unfinished} is of a restore that has not ended; delete it and ${BACKUP_FILES.keys} beside it, and restore again.`,
  );
}

async function restoreTables(backup: string, path: string): Promise<void> {
  const client = createClient({
    // Its messages quote rows, and rows are what people did.
    log: { level: ClickHouseLogLevel.OFF },
    connection: createChdbConnection({ path, engineArgs: [`--backups.allowed_path=${backup}`] }),
  });
  try {
    for (const part of BACKUP_FILES.store) {
      await client.command({ query: `RESTORE ALL FROM File(${stringLiteral(join(backup, part))})` });
    }
  } catch (error) {
    const { code = 'unknown' } = error as { code?: string };
    throw new BackupError(
      `restore-failed: the engine could not restore ${backup} (error ${code}); look whether the disk of ${path} is full, delete ${path}, and try again.`,
    );
  } finally {
    await client.close();
  }
}
