import { join } from 'node:path';
import { BackupError } from '../backup/backup-error.js';
import type { BackupState } from '../backup/create-backups.js';
import { readKeptKey } from './kept-key.js';
import type { Options } from './options.js';

type Asked = Pick<Options, 'host' | 'port' | 'dataFolder' | 'readKey' | 'backupsFolder'>;

/** How often the collector is asked whether it is done. */
const ASK_EVERY_MS = 100;

/**
 * `ahaloop-collector backup`: lets the collector that runs with the same options make a backup, and waits until it is done.
 *
 * @returns what to print: the backup's folder, and how much it holds.
 * @throws {BackupError} `backup-unreachable`, and what the collector answers.
 */
export async function backupCommand({ host, port, dataFolder, readKey, backupsFolder }: Asked): Promise<string> {
  const key = readKey ?? readKeptKey(dataFolder, 'readKey');
  if (key === undefined) {
    throw new BackupError(
      `backup-unreachable: ${dataFolder} has no read key; name the collector's folder with --data, or its key with --read-key-file.`,
    );
  }
  const origin = `http://${reachable(host)}:${port}`;
  const ask = async (path: string, method = 'GET'): Promise<Answer> => {
    const response = await fetch(origin + path, { method, headers: { authorization: `Bearer ${key}` } }).catch(() => {
      throw new BackupError(
        `backup-unreachable: no collector answers at ${origin}; start it, or name it with --host and --port.`,
      );
    });
    const answer = (await response.json()) as Answer & { error?: Record<'code' | 'message' | 'remedy', string> };
    const { error } = answer;
    if (error) throw new BackupError(`${error.code}: ${error.message} ${error.remedy}`);
    return answer;
  };
  const { name } = await ask('/v1/backups', 'POST');
  for (;;) {
    const answer = await ask(`/v1/backups/${name}`);
    if (answer.state === 'complete') {
      return `ok: ${join(backupsFolder, name)}, ${answer.files} files, ${answer.sizeBytes} bytes, schema ${answer.schema}\n`;
    }
    if (answer.state === 'failed') throw new BackupError(answer.reason);
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
}

type Answer = { readonly name: string } & BackupState;

/** Where a collector that listens on all addresses is reached on its own machine. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
