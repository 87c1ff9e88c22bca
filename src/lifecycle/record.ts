/**
 * What a browser keeps of one person: their facts, which facts those are, what has been told of them and done for them.
 */
import type { LifecycleEvent } from './event.js';
import { EMPTY_LEDGER, mergeLedgers, pruneLedger, type Ledger } from './ledger.js';
import type { Lifecycle } from './lifecycle.js';
import { adaptPerson, mergePersons, NOBODY, stepPerson, type PersonFacts } from './person.js';
import { stateAt } from './state.js';
import { NOTHING_TOLD, reportsOf, tellOf, type Report, type Told } from './told.js';

export interface PersonRecord {
  /** The definition under which it was written. */
  readonly hash: string;
  /** The facts that were kept then, by `Lifecycle.keys`. */
  readonly keys: readonly string[];
  readonly person: PersonFacts;
  readonly told: Told;
  readonly ledger: Ledger;
  /** What the person was first known by: variants and holdouts are drawn by it. Empty: nothing yet. */
  readonly knownAs: string;
  /** The definition under which what the collector knows was taken last; left out: never. */
  readonly taken?: string;
}

const keysOf = (lifecycle: Lifecycle): string[] => [...new Set(lifecycle.keys.values())];

export const emptyRecord = (lifecycle: Lifecycle): PersonRecord => ({
  hash: lifecycle.hash,
  keys: keysOf(lifecycle),
  person: NOBODY,
  told: NOTHING_TOLD,
  ledger: EMPTY_LEDGER,
  knownAs: '',
});

/** The record under this definition; an empty one where there is none or somebody else wrote there. */
export function adaptRecord(lifecycle: Lifecycle, record: PersonRecord | undefined, nowMs: number): PersonRecord {
  if (!record) return emptyRecord(lifecycle);
  try {
    if (record.hash === lifecycle.hash) return record;
    const person = adaptPerson(lifecycle, record.person, new Set(record.keys), nowMs);
    const ledger = pruneLedger(lifecycle, record.ledger, nowMs);
    return { ...record, hash: lifecycle.hash, keys: keysOf(lifecycle), person, ledger };
  } catch {
    return emptyRecord(lifecycle);
  }
}

/** The record after more events, and what there is to report of it. */
export function stepRecord(
  lifecycle: Lifecycle,
  record: PersonRecord,
  events: readonly LifecycleEvent[],
  nowMs: number,
): { readonly record: PersonRecord; readonly reports: readonly Report[] } {
  let { person } = record;
  for (const event of events) person = stepPerson(lifecycle, person, event);
  const state = stateAt(lifecycle, person, Math.max(nowMs, person.lastAtMs));
  const reports = reportsOf(lifecycle, record.told, state);
  return { record: { ...record, person, told: tellOf(state, record.told) }, reports };
}

/** Of somebody without a name and who they turned out to be, one: what was told of either is told. */
export const mergeRecords = (lifecycle: Lifecycle, known: PersonRecord, unknown: PersonRecord): PersonRecord => ({
  ...known,
  person: mergePersons(lifecycle, known.person, unknown.person),
  ledger: mergeLedgers(known.ledger, unknown.ledger),
  knownAs: known.knownAs || unknown.knownAs,
  told:
    known.person.lastAtMs > 0
      ? { ...known.told, milestones: [...new Set([...known.told.milestones, ...unknown.told.milestones])] }
      : unknown.told,
});
