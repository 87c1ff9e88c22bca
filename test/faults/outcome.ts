import type { AhaEvent } from '../../src/wire/event.js';

/** What a fault cost. */
export interface Outcome {
  /** Events that were tracked and are in no row. */
  readonly lost: number;
  /** Rows beyond the first of an event. */
  readonly storedTwice: number;
  /** Events that reached the collector again although it had them: allowed where an acknowledgement was lost. */
  readonly repeated: number;
}

/** Holds the rows against the numbers that were tracked: each event carries its own as the property `n`. */
export function outcomeOf(tracked: ReadonlySet<number>, rows: Iterable<AhaEvent>, repeated: number): Outcome {
  const stored = new Map<number, number>();
  for (const row of rows) {
    const n = row.type === 'track' ? row.properties?.n : undefined;
    if (typeof n === 'number') stored.set(n, (stored.get(n) ?? 0) + 1);
  }
  return {
    lost: [...tracked].filter((n) => !stored.has(n)).length,
    storedTwice: [...stored.values()].reduce((sum, count) => sum + count - 1, 0),
    repeated,
  };
}
