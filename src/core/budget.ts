/**
 * How much may wait for the collector, and what is given up first when more does.
 */

/** What must be known of a record: how early it is given up (1 before 0), its first event's UUIDv7, its events, its bytes. */
type Weighed = readonly [priority: number, firstId: string, events: number, bytes: number];

export interface Budget {
  readonly events: number;
  readonly bytes: number;
  /** Milliseconds since its first event. */
  readonly _ageMs: number;
}

/** Records to give up, and why. */
export interface Surplus<Key> {
  readonly reason: 'queue-full' | 'queue-age';
  readonly keys: readonly Key[];
}

/** An event from before there was an SDK has a wrong clock, not a great age. */
const FIRST_YEAR_MS = Date.UTC(2026);

/** The milliseconds in a UUIDv7; NaN for another text. Source: RFC 9562, section 5.7. */
function uuidTimeMs(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/**
 * What has to go so that the rest keeps to the budget: first what is too old, then the oldest of what is not precious, then the
 * oldest of what is. Pure.
 */
export function overBudget<Key extends Weighed>(
  keys: readonly Key[],
  budget: Budget,
  nowMs: number,
): readonly Surplus<Key>[] {
  const isOld = ([, firstId]: Key): boolean => {
    const atMs = uuidTimeMs(firstId);
    return atMs >= FIRST_YEAR_MS && nowMs - atMs > budget._ageMs;
  };
  const old = keys.filter(isOld);
  // What is kept longest stands first.
  const rest = keys.filter((key) => !isOld(key)).sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? 1 : -1));
  let events = 0;
  let bytes = 0;
  const firstTooMany = rest.findIndex((key) => (events += key[2]) > budget.events || (bytes += key[3]) > budget.bytes);
  const full = firstTooMany < 0 ? [] : rest.slice(firstTooMany).reverse();
  return [
    { reason: 'queue-age' as const, keys: old },
    { reason: 'queue-full' as const, keys: full },
  ].filter((surplus) => surplus.keys.length);
}
