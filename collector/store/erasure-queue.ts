import type { Ask } from './find-person.js';

/** Who is to be erased: everything that is done of it is a function of this row, so that it can be done again. */
export interface Erasure {
  readonly erasure_id: string;
  readonly project_id: string;
  /** Whether browsers gave up what they sent, whoever was signed in; else people are erased. */
  readonly by_browser: boolean;
  /** User ids. */
  readonly ids: readonly string[];
  /** Anonymous ids. */
  readonly browsers: readonly string[];
  /** Whose stages are erased: theirs, and those of users who lose events. */
  readonly people: readonly string[];
  /** As the store writes times. */
  readonly asked_at: string;
}

/** A row of the table `erasures`. */
export interface ErasureRow extends Erasure {
  /** 1: asked for; 2: hidden. */
  readonly step: 1 | 2;
}

/** Erasures that are not over, on disk. */
export interface ErasureQueue {
  /** Resolves when they are on disk: from then on they are done, whatever happens. */
  add(erasures: readonly Erasure[]): Promise<void>;
  /** Notes that all rows are hidden. */
  noteHidden(erasures: readonly Erasure[]): Promise<void>;
  /** Erasures that are asked for and not hidden. */
  asked(): Promise<Erasure[]>;
  /** The ids of erasures whose rows are hidden and still in files. */
  hidden(): Promise<string[]>;
  /** Erases erasures that are over: they name people. */
  remove(erasureIds: readonly string[]): Promise<void>;
}

export interface ErasureQueueOptions {
  readonly ask: Ask;
  readonly insert: (rows: readonly ErasureRow[]) => Promise<void>;
  readonly alter: (sql: string, params: Readonly<Record<string, unknown>>) => Promise<void>;
}

export function createErasureQueue({ ask, insert, alter }: ErasureQueueOptions): ErasureQueue {
  return {
    add: (erasures) => insert(erasures.map((one) => ({ ...one, step: 1 }))),
    noteHidden: (erasures) => insert(erasures.map((one) => ({ ...one, ids: [], browsers: [], people: [], step: 2 }))),
    asked: () =>
      ask<Erasure>(
        `SELECT erasure_id, project_id, by_browser, ids, browsers, people, toString(asked_at) AS asked_at
        FROM erasures FINAL WHERE step = 1 ORDER BY erasures.asked_at`,
      ),
    async hidden() {
      const rows = await ask<{ id: string }>('SELECT erasure_id AS id FROM erasures FINAL WHERE step = 2');
      return rows.map(({ id }) => id);
    },
    remove: (ids) =>
      alter('ALTER TABLE erasures DELETE WHERE erasure_id IN {ids:Array(String)} SETTINGS mutations_sync = 2', { ids }),
  };
}
