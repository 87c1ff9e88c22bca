import type { Store } from '../store/open-store.js';

/** `robot`: what says of itself that it is no person. */
export type ClickKind = 'person' | 'robot';

/** Counts clicks, and writes them down together: a link that is shared widely is opened by many at once. */
export interface ClickCounter {
  count(projectId: string, code: string, kind: ClickKind): void;
  /** Resolves when what was counted until now is stored, or could not be. */
  flush(): Promise<void>;
}

export interface ClickCounterOptions {
  readonly store: Pick<Store, 'run'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onFailure: (error: unknown) => void;
  /** How long clicks wait for others, in milliseconds: as many are lost where the machine fails. Default 500. */
  readonly lingerMs?: number;
}

export function createClickCounter({ store, now, onFailure, lingerMs = 500 }: ClickCounterOptions): ClickCounter {
  let counts = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  async function write(): Promise<void> {
    const taken = counts;
    if (taken.size === 0) return;
    counts = new Map();
    const rows = [...taken.keys()].map((key) => key.split('\0'));
    const column = (at: number) => rows.map((row) => row[at] ?? '');
    try {
      await store.run(
        `INSERT INTO referral_clicks
        SELECT row.1, row.2, toDate(row.3), row.4, row.5 FROM (SELECT arrayJoin(arrayZip({projects:Array(String)},
          {codes:Array(String)}, {days:Array(String)}, {kinds:Array(String)}, {clicks:Array(UInt64)})) AS row)`,
        { projects: column(0), codes: column(1), days: column(2), kinds: column(3), clicks: [...taken.values()] },
      );
    } catch (error) {
      onFailure(error);
      for (const [key, clicks] of taken) counts.set(key, (counts.get(key) ?? 0) + clicks);
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  }

  return {
    count(projectId, code, kind) {
      const key = [projectId, code, new Date(now()).toISOString().slice(0, 10), kind].join('\0');
      counts.set(key, (counts.get(key) ?? 0) + 1);
      timer ??= setTimeout(() => void flush(), lingerMs).unref();
    },
    flush,
  };
}
