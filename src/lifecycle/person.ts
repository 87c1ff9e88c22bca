/**
 * What is kept of one person: their facts, by what they mean. Goes into IndexedDB as it stands.
 */
import type { LifecycleEvent } from './event.js';
import { mergeFact, readFact, stepFact, type FactState } from './fact.js';
import type { Lifecycle } from './lifecycle.js';

export interface PersonFacts {
  /** By `Lifecycle.keys`. */
  readonly facts: Readonly<Record<string, FactState>>;
  /** Since when each is kept, where that is not from the beginning; epoch milliseconds. */
  readonly since: Readonly<Record<string, number>>;
  /** The latest event that went in; epoch milliseconds. */
  readonly lastAtMs: number;
}

export const NOBODY: PersonFacts = { facts: {}, since: {}, lastAtMs: 0 };

/** The person after one more event. Whether it is a repeat is for the caller to know. */
export function stepPerson(lifecycle: Lifecycle, person: PersonFacts, event: LifecycleEvent): PersonFacts {
  let facts: Record<string, FactState> | null = null;
  for (const [name, fact] of lifecycle.facts) {
    const key = lifecycle.keys.get(name)!;
    // Two facts of one meaning are kept once.
    if (facts && facts[key] !== person.facts[key]) continue;
    const state = person.facts[key];
    const next = stepFact(fact, state, event, lifecycle.offsetMs);
    if (next !== state) (facts ??= { ...person.facts })[key] = next!;
  }
  const lastAtMs = Math.max(person.lastAtMs, event.atMs);
  return facts ? { ...person, facts, lastAtMs } : { ...person, lastAtMs };
}

/** One person of two whose events have none in common: whom a browser knew without a name, and who they turned out to be. */
export function mergePersons(lifecycle: Lifecycle, a: PersonFacts, b: PersonFacts): PersonFacts {
  const facts: Record<string, FactState> = {};
  for (const [name, fact] of lifecycle.facts) {
    const key = lifecycle.keys.get(name)!;
    const merged = mergeFact(fact, a.facts[key], b.facts[key]);
    if (merged !== undefined) facts[key] = merged;
  }
  return { facts, since: { ...a.since, ...b.since }, lastAtMs: Math.max(a.lastAtMs, b.lastAtMs) };
}

/**
 * The person under another definition: what it asks for and the last one did too is kept, what it no longer asks for is not, and
 * what is new is kept from now on: `since` says so.
 */
export function adaptPerson(
  lifecycle: Lifecycle,
  person: PersonFacts,
  known: ReadonlySet<string>,
  nowMs: number,
): PersonFacts {
  const keys = new Set(lifecycle.keys.values());
  const kept = <T>(from: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(from).filter(([key]) => keys.has(key)));
  const anew = [...keys].filter((key) => !known.has(key));
  const since = person.lastAtMs > 0 ? Object.fromEntries(anew.map((key) => [key, nowMs])) : {};
  return { facts: kept(person.facts), since: { ...since, ...kept(person.since) }, lastAtMs: person.lastAtMs };
}

/** The value of each fact at t; null for what is missing. */
export function factsAt(lifecycle: Lifecycle, person: PersonFacts, t: number) {
  const values = new Map<string, string | number | boolean | null>();
  return (name: string): string | number | boolean | null => {
    let value = values.get(name);
    if (value === undefined) {
      value = readFact(lifecycle.facts.get(name)!, person.facts[lifecycle.keys.get(name)!], t, lifecycle.offsetMs);
      values.set(name, value);
    }
    return value;
  };
}
