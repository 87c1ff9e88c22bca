import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * An error of opening the store, in words that say what to do.
 *
 * The engine says only that it failed, and the reason on stderr; who holds the folder stands in its lock file.
 */
export function whyNotOpened(error: unknown, path: string): Error {
  const { message, code } = error as NodeJS.ErrnoException;
  const isMkdir = (error as NodeJS.ErrnoException).syscall === 'mkdir';
  // Node says ENOENT where a folder cannot be made on a disk that is read only.
  if (
    (isMkdir && code === 'ENOENT') ||
    code === 'ENOSPC' ||
    code === 'EACCES' ||
    code === 'EROFS' ||
    code === 'ENOTDIR' ||
    code === 'EEXIST'
  ) {
    return new Error(`store-unwritable: ${path} cannot be written (${code}); name another folder with --data.`);
  }
  const [, table] =
    /Unknown table expression identifier '(\w+)'|Table \w+\.(\w+) does(?:n't| not) exist/.exec(message) ?? [];
  if (table !== undefined) {
    return new Error(
      `store-incomplete: ${path} has no table ${table}: a file of it was deleted; put a backup in its place, or name another folder with --data.`,
    );
  }
  if (!message.includes('Failed to create connection')) return error as Error;
  const holder = lockHolder(path);
  return new Error(
    holder === null
      ? `store-unopened: the engine could not open ${path}; its reason stands above.`
      : `store-locked: process ${holder} has ${path} open; stop it, or name another folder with --data.`,
  );
}

/** The process that has the folder open; null where none is alive. */
function lockHolder(path: string): string | null {
  let pid: string | undefined;
  try {
    [, pid] = /PID: (\d+)/.exec(readFileSync(join(path, 'status'), 'utf8')) ?? [];
    if (pid === undefined) return null;
    process.kill(Number(pid), 0);
    return pid;
  } catch (error) {
    // EPERM: alive, but another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? (pid ?? null) : null;
  }
}
