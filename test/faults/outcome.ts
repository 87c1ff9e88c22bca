import type { AhaEvent } from '../../src/wire/event.js';

/** What a fault cost. */
export interface Outcome {
  /** Events that were tracked, are in no row, and were not said to be given up. */
  readonly lost: number;
  /** Events that the SDK said it gave up, with a reason. */
  readonly givenUp: number;
  /** Rows beyond the first of an event. */
  readonly storedTwice: number;
  /** Events that reached the collector again although it had them: allowed where an acknowledgement was lost. */
  readonly repeated: number;
}

/** Holds the rows against the numbers that were tracked: each event carries its own as the property `n`. */
export function outcomeOf(
  tracked: ReadonlySet<number>,
  rows: Iterable<AhaEvent>,
  { givenUp, repeated }: Pick<Outcome, 'givenUp' | 'repeated'>,
): Outcome {
  const stored = new Map<number, number>();
  for (const row of rows) {
    const n = row.type === 'track' ? row.properties?.n : undefined;
    if (typeof n === 'number') stored.set(n, (stored.get(n) ?? 0) + 1);
  }
  return {
    lost: [...tracked].filter((n) => !stored.has(n)).length - givenUp,
    givenUp,
    storedTwice: [...stored.values()].reduce((sum, count) => sum + count - 1, 0),
    repeated,
  };
}
