import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { SCHEMA } from '../store/migrate.js';
import { stringLiteral } from '../store/sql-literal.js';
import type { Store } from '../store/open-store.js';
import { BackupError } from './backup-error.js';
import {
  BACKUP_FILES,
  BACKUP_FORMAT,
  filesBelow,
  sumOf,
  syncToDisk,
  writeWhole,
  type BackupSummary,
} from './backup-files.js';

/** What became of a backup. */
export type BackupState =
  | { readonly state: 'running' }
  | ({ readonly state: 'complete' } & BackupSummary)
  /** It was cut off: the collector ended before it did. */
  | { readonly state: 'incomplete' }
  | { readonly state: 'failed'; readonly reason: string };

/** Makes backups of the store while it is in use. */
export interface Backups {
  /**
   * Begins a backup.
   *
   * @returns its name, which is its folder's.
   * @throws {BackupError} `backup-running`, `backup-unwritable`.
   */
  begin(): Promise<string>;
  /** Null where no backup has that name. */
  stateOf(name: string): Promise<BackupState | null>;
}

export interface BackupsOptions {
  readonly store: Pick<Store, 'query' | 'run'>;
  readonly dataFolder: string;
  /** Where backups are made, a folder each. The store must have been opened with it. */
  readonly backupsFolder: string;
  readonly version: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onDone: (name: string, summary: BackupSummary) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Backed up after all others: what an erasure notes must never be newer than the rows that it erases. */
const LAST_TABLES = ['events', 'rejected_events'];

/** How often the engine is asked how far it is. */
const LOOK_EVERY_MS = 50;

export function createBackups({
  store,
  dataFolder,
  backupsFolder,
  version,
  now,
  onDone,
  onFailure,
}: BackupsOptions): Backups {
  let running: string | null = null;
  const failures = new Map<string, string>();

  /** Lets the engine write tables as they are now; resolves when it has. */
  async function writeTables(tables: readonly string[], folder: string, id: string): Promise<void> {
    const list = tables.map((table) => `TABLE \`${table}\``).join(', ');
    await store.run(`BACKUP ${list} TO File(${stringLiteral(folder)}) SETTINGS id = ${stringLiteral(id)} ASYNC`);
    for (;;) {
      const [row] = await store.query<{ status: string; code: string }>(
        `SELECT toString(status) AS status, extract(error, 'Code: (\\\\d+)') AS code FROM system.backups WHERE id = {id:String}`,
        { id },
      );
      if (row?.status === 'BACKUP_CREATED') return;
      if (row?.status !== 'CREATING_BACKUP') {
        const why = row === undefined ? 'no reason' : `error ${row.code}`;
        throw new BackupError(
          `backup-failed: the engine could not write ${folder} (${why}); look whether its disk is full, and make another.`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  async function make(name: string, folder: string): Promise<void> {
    const madeAt = new Date(now()).toISOString();
    const tables = await store.query<{ name: string }>(
      'SELECT name FROM system.tables WHERE database = currentDatabase() AND NOT is_temporary ORDER BY name',
    );
    const isLast = (table: string) => LAST_TABLES.includes(table);
    const names = tables.map((table) => table.name);
    const [records, events] = BACKUP_FILES.store.map((part) => join(folder, part)) as [string, string];
    await mkdir(join(folder, 'store'), { mode: 0o700 });
    await writeTables(
      names.filter((table) => !isLast(table)),
      records,
      `${name}-records`,
    );
    await writeTables(names.filter(isLast), events, `${name}-events`);
    const keys = join(dataFolder, BACKUP_FILES.keys);
    if (existsSync(keys)) {
      await copyFile(keys, join(folder, BACKUP_FILES.keys));
      await chmod(join(folder, BACKUP_FILES.keys), 0o600);
    }
    const files = await filesBelow(folder);
    let sizeBytes = 0;
    const sums: string[] = [];
    for (const file of files) {
      const summed = await sumOf(file);
      sizeBytes += summed.sizeBytes;
      sums.push(`${summed.sum}  ${relative(folder, file)}\n`);
    }
    await writeWhole(join(folder, BACKUP_FILES.sums), sums.join(''));
    await syncToDisk(folder, files);
    const summary: BackupSummary = {
      format: BACKUP_FORMAT,
      madeAt,
      version,
      schema: SCHEMA,
      files: files.length,
      sizeBytes,
    };
    await writeWhole(join(folder, BACKUP_FILES.summary), `${JSON.stringify(summary, null, 2)}\n`);
    onDone(name, summary);
  }

  return {
    async begin() {
      if (running !== null) {
        throw new BackupError(`backup-running: ${running} is being made; wait until it is done, then ask again.`);
      }
      const name = new Date(now()).toISOString().replaceAll(':', '-');
      const folder = join(backupsFolder, name);
      running = name;
      try {
        await mkdir(backupsFolder, { recursive: true, mode: 0o700 });
        await mkdir(folder, { mode: 0o700 });
      } catch (error) {
        running = null;
        const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
        throw new BackupError(
          `backup-unwritable: ${backupsFolder} cannot be written (${why}); name another folder with --backups.`,
        );
      }
      make(name, folder)
        .catch((error: unknown) => {
          failures.set(name, error instanceof BackupError ? error.message : 'backup-failed: the reason is in the log.');
          onFailure(error);
        })
        .finally(() => {
          running = null;
        });
      return name;
    },

    async stateOf(name) {
      if (!isBackupName(name)) return null;
      if (name === running) return { state: 'running' };
      const reason = failures.get(name);
      if (reason !== undefined) return { state: 'failed', reason };
      const folder = join(backupsFolder, name);
      if (!existsSync(folder)) return null;
      try {
        const text = await readFile(join(folder, BACKUP_FILES.summary), 'utf8');
        return { state: 'complete', ...(JSON.parse(text) as BackupSummary) };
      } catch {
        return { state: 'incomplete' };
      }
    },
  };
}

const isBackupName = (name: string): boolean => /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z$/.test(name);
