/**
 * Takes hidden rows out of the files, a partition of a table at a time.
 *
 * A hidden row is in its file until that is rewritten. A deletion without a row of its own does that: it rewrites those files of the
 * partition that hold hidden rows, and no others. The engine does it in the background, gives it up when the process ends, and goes on
 * at the next start.
 */
import type { Ask } from './find-person.js';

export interface FileRewriter {
  /**
   * Rewrites all files that hold rows which are hidden by now.
   *
   * @returns whether that was done; false when it was stopped.
   * @throws {Error} `rewrite-failed` when the engine cannot; it goes on trying.
   */
  rewrite(): Promise<boolean>;
  /** What is under way is left to the engine, and nothing else is begun. */
  stop(): void;
}

export interface FileRewriterOptions {
  readonly ask: Ask;
  readonly alter: (sql: string, params: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly tables: readonly string[];
}

/** How often it is looked whether a partition is done. */
const LOOK_MS = 200;

export function createFileRewriter({ ask, alter, tables }: FileRewriterOptions): FileRewriter {
  let wake = () => {};
  let stopped = false;

  const wait = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LOOK_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** Resolves when nothing of a table is being rewritten, or when it is stopped. */
  async function settled(table: string): Promise<void> {
    while (!stopped) {
      const [state] = await ask<{ left: number; reason: string }>(
        `SELECT toUInt32(count()) AS left, max(latest_fail_reason) AS reason FROM system.mutations
        WHERE database = currentDatabase() AND table = {table:String} AND NOT is_done`,
        { table },
      );
      if (state!.left === 0) return;
      if (state!.reason !== '') throw new Error(`rewrite-failed: the files of ${table}: ${state!.reason}`);
      await wait();
    }
  }

  return {
    async rewrite() {
      for (const table of tables) {
        const partitions = await ask<{ id: string }>(
          `SELECT DISTINCT _partition_id AS id FROM ${table} WHERE _row_exists = 0 ORDER BY id SETTINGS apply_deleted_mask = 0`,
        );
        for (const { id } of partitions) {
          // What was begun before a start, or failed, goes first.
          await settled(table);
          if (stopped) return false;
          await alter(`ALTER TABLE ${table} DELETE IN PARTITION ID {id:String} WHERE 0 SETTINGS mutations_sync = 0`, {
            id,
          });
          await settled(table);
        }
      }
      return !stopped;
    },
    stop() {
      stopped = true;
      wake();
    },
  };
}
