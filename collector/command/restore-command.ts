import { restoreBackup } from '../backup/restore-backup.js';
import { OptionError } from './option-error.js';
import type { Options } from './options.js';

/**
 * `ahaloop-collector restore <backup>`: restores a backup into a data folder without a store.
 *
 * @returns what to print.
 * @throws {OptionError} `backup-missing`: none is named.
 */
export async function restoreCommand(backup: string, { dataFolder }: Pick<Options, 'dataFolder'>): Promise<string> {
  if (backup === '' || backup.startsWith('-')) {
    throw new OptionError(
      'backup-missing: name the folder of a backup: ahaloop-collector restore <backup> --data <folder>',
    );
  }
  const { madeAt, files, sizeBytes } = await restoreBackup(backup, dataFolder);
  return `ok: ${dataFolder} has the store of ${madeAt}, ${files} files, ${sizeBytes} bytes; start the collector on it\n`;
}
