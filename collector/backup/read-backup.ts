import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMA } from '../store/migrate.js';
import { BackupError } from './backup-error.js';
import { BACKUP_FILES, BACKUP_FORMAT, sumOf, type BackupSummary } from './backup-files.js';

/**
 * Reads a backup from end to end, and compares each file with its sum.
 *
 * @throws {BackupError} `backup-missing`, `backup-incomplete`, `backup-newer`, `backup-damaged`.
 */
export async function readBackup(folder: string): Promise<BackupSummary> {
  const summary = summaryOf(folder);
  if (summary.format > BACKUP_FORMAT || summary.schema > SCHEMA) {
    throw new BackupError(
      `backup-newer: ${folder} was made by collector ${summary.version} with schema ${summary.schema}, this one knows up to ${SCHEMA}; restore it with that version or a later one.`,
    );
  }
  const lines = readFileSync(join(folder, BACKUP_FILES.sums), 'utf8').split('\n').filter(Boolean);
  if (lines.length !== summary.files) throw damaged(folder, BACKUP_FILES.sums);
  for (const line of lines) {
    const [, expected, name = ''] = /^([\da-f]{64}) {2}(.+)$/.exec(line) ?? [];
    const found = await sumOf(join(folder, name)).catch(() => null);
    if (expected === undefined || found?.sum !== expected) throw damaged(folder, name || BACKUP_FILES.sums);
  }
  return summary;
}

function summaryOf(folder: string): BackupSummary {
  if (!existsSync(folder)) {
    throw new BackupError(`backup-missing: ${folder} is not there; name the folder of a backup.`);
  }
  try {
    return JSON.parse(readFileSync(join(folder, BACKUP_FILES.summary), 'utf8')) as BackupSummary;
  } catch {
    throw new BackupError(
      `backup-incomplete: ${folder} has no ${BACKUP_FILES.summary}, for it was cut off or is no backup; restore another, and delete this one.`,
    );
  }
}

const damaged = (folder: string, name: string): BackupError =>
  new BackupError(
    `backup-damaged: ${join(folder, name)} is not as it was written; restore another backup, or another copy of this one.`,
  );
