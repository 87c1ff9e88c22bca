/**
 * What was done for a person and what became of it: a value that goes into IndexedDB as it stands, is bounded, and of which two
 * copies are one by union, so that nobody is asked twice on two tabs or two devices.
 */
import { DAY_MS } from './duration.js';
import type { Lifecycle } from './lifecycle.js';
import { hasOwn } from '../wire/has-own.js';

/** What became of something that was shown. */
export type Outcome = 'answered' | 'dismissed' | 'snoozed' | 'ignored';

/**
 * `withdrawn`: what it said no longer held, so that it is no outcome of the person's. `called`: of a callback. `suppressed`: it would have been done, but for the holdout. `claimed`: a prompt of the page's own was there.
 */
export type What = Outcome | 'withdrawn' | 'shown' | 'called' | 'suppressed' | 'claimed';

/** One line of the ledger. The id is the same on all devices; kind and surface are empty where there is none. */
export type LedgerEntry = readonly [id: string, atMs: number, what: What, play: string, kind: string, surface: string];

export interface Ledger {
  /** In order of (time, id). */
  readonly entries: readonly LedgerEntry[];
  /** The variants that were seen, and since when: they stay. By experiment; of those by account, by experiment and account. */
  readonly assigned: { readonly [experiment: string]: readonly [variant: string, atMs: number] };
  /** Since when a play's `when` holds. */
  readonly since: { readonly [play: string]: number };
  /** When a play's `on` happened last, done or not. */
  readonly happened: { readonly [play: string]: number };
}

export const EMPTY_LEDGER: Ledger = { entries: [], assigned: {}, since: {}, happened: {} };

/** So many lines are kept. */
export const LEDGER_LENGTH = 500;

/** A member that the record has itself: a play may be called `constructor`. */
export const own = <T>(record: { readonly [name: string]: T }, name: string): T | undefined =>
  hasOwn(record, name) ? record[name] : undefined;

const inOrder = (a: LedgerEntry, b: LedgerEntry): number => a[1] - b[1] || (a[0] < b[0] ? -1 : Number(a[0] > b[0]));

/**
 * One line an id, in order. Of too many, each play keeps its newest: what is dropped is the oldest of the plays that have most, so
 * that a busy one does not take the memory of the others.
 */
function tidy(all: readonly LedgerEntry[]): LedgerEntry[] {
  const byId = new Map<string, LedgerEntry>();
  for (const entry of all) {
    const other = byId.get(entry[0]);
    // Two lines of one id are nobody's intention; which one stays must not hang on the order.
    if (!other || JSON.stringify(entry) < JSON.stringify(other)) byId.set(entry[0], entry);
  }
  const entries = [...byId.values()].sort(inOrder);
  if (entries.length <= LEDGER_LENGTH) return entries;
  const count = new Map<string, number>();
  const ranked = entries.reverse().map((entry): [rank: number, entry: LedgerEntry] => {
    const rank = count.get(entry[3]) ?? 0;
    count.set(entry[3], rank + 1);
    return [rank, entry];
  });
  // The sort is stable: within a rank, the newest stay first.
  const kept = ranked.sort(([a], [b]) => a - b).slice(0, LEDGER_LENGTH);
  return kept.map(([, entry]) => entry).sort(inOrder);
}

function union<T>(
  a: { readonly [name: string]: T },
  b: { readonly [name: string]: T },
  choose: (a: T, b: T) => T,
): { readonly [name: string]: T } {
  const merged = new Map(Object.entries(a));
  for (const [name, value] of Object.entries(b)) {
    const other = merged.get(name);
    merged.set(name, other === undefined ? value : choose(other, value));
  }
  return Object.fromEntries(merged);
}

/**
 * The ledger of two copies, in whatever order and however often: of a repeated line one, of an experiment the variant that was seen
 * first, of waiting the longest, of what happened the latest.
 */
export const mergeLedgers = (a: Ledger, b: Ledger): Ledger => ({
  entries: tidy([...a.entries, ...b.entries]),
  assigned: union(a.assigned, b.assigned, (x, y) => (x[1] < y[1] || (x[1] === y[1] && x[0] <= y[0]) ? x : y)),
  since: union(a.since, b.since, Math.min),
  happened: union(a.happened, b.happened, Math.max),
});

/** How long what a definition does not name is remembered, in milliseconds: a tab with the last one may be open still. */
const UNNAMED_MS = 30 * DAY_MS;

/**
 * The ledger under another definition: what waits and what was seen of plays and experiments that it does not name goes, where it is
 * older than 30 days. Lines stay: a gap begins with whatever was shown.
 */
export function pruneLedger({ plays, experiments }: Lifecycle, ledger: Ledger, nowMs: number): Ledger {
  const ids = plays.map(({ id }) => id);
  const kept = <T>(from: { readonly [name: string]: T }, names: readonly string[], atMs: (value: T) => number) =>
    Object.fromEntries(
      Object.entries(from).filter(
        // An experiment by account has its name and the account's.
        ([key, value]) =>
          atMs(value) > nowMs - UNNAMED_MS || names.some((name) => key === name || key.startsWith(`${name}\n`)),
      ),
    );
  return {
    entries: ledger.entries,
    assigned: kept(ledger.assigned, Object.keys(experiments), ([, atMs]) => atMs),
    since: kept(ledger.since, ids, (atMs) => atMs),
    happened: kept(ledger.happened, ids, (atMs) => atMs),
  };
}

/** The ledger with one more line; the same where it has the line already. */
export const note = (ledger: Ledger, entry: LedgerEntry): Ledger =>
  ledger.entries.some(([id]) => id === entry[0]) ? ledger : { ...ledger, entries: tidy([...ledger.entries, entry]) };
