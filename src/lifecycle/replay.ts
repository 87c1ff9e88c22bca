import type { LifecycleEvent } from './event.js';
import type { Lifecycle } from './lifecycle.js';
import { NOBODY, stepPerson, type PersonFacts } from './person.js';
import { stateAt, type LifecycleState } from './state.js';

/** The facts of a person after these events up to t: of each `messageId` the first in the list. */
export function replayFacts(lifecycle: Lifecycle, events: Iterable<LifecycleEvent>, t: number): PersonFacts {
  const seen = new Set<string>();
  let person = NOBODY;
  for (const event of events) {
    if (seen.has(event.messageId)) continue;
    seen.add(event.messageId);
    if (event.atMs <= t) person = stepPerson(lifecycle, person, event);
  }
  return person;
}

/** Where a person with these events stands at t, as the browser would say it. */
export const replay = (lifecycle: Lifecycle, events: Iterable<LifecycleEvent>, t: number): LifecycleState =>
  stateAt(lifecycle, replayFacts(lifecycle, events, t), t);
