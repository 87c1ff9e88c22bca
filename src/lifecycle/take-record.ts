import { mergeLedgers, type Ledger } from './ledger.js';
import type { Lifecycle } from './lifecycle.js';
import type { PersonRecord } from './record.js';
import { showingOf } from './showing-of.js';

/**
 * The record of a browser with what the collector knows in its place: the facts of all of the person's events, which has to include
 * those of the browser's own; what was told and done of both.
 */
export function takeRecord(lifecycle: Lifecycle, own: PersonRecord, theirs: PersonRecord): PersonRecord {
  // Facts that only this definition asks for stay as they are: theirs may be another one.
  const known = new Set(theirs.keys);
  const rest = <T>(from: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(from).filter(([key]) => !known.has(key)));
  const facts = Object.entries(theirs.person.facts).filter(([key]) => own.keys.includes(key));
  return {
    ...own,
    person: {
      facts: { ...rest(own.person.facts), ...Object.fromEntries(facts) },
      since: rest(own.person.since),
      lastAtMs: Math.max(own.person.lastAtMs, theirs.person.lastAtMs),
    },
    told: {
      stage: theirs.told.stage ?? own.told.stage,
      level: theirs.told.level ?? own.told.level,
      segments: theirs.told.segments,
      milestones: [...new Set([...own.told.milestones, ...theirs.told.milestones])],
    },
    ledger: mergeLedgers(own.ledger, unknownTo(own.ledger, theirs.ledger)),
    knownAs: theirs.knownAs || own.knownAs,
    taken: lifecycle.hash,
  };
}

/** Of an outcome that this browser noted itself it knows the showing too. */
function unknownTo({ entries }: Ledger, theirs: Ledger): Ledger {
  const noted = new Set(entries.filter(([, , what]) => what !== 'shown').map(([id]) => showingOf(id)));
  return { ...theirs, entries: theirs.entries.filter(([id]) => !noted.has(id)) };
}
