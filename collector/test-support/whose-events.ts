import type { AhaEvent } from '../../src/wire/event.js';

const inOrder = (a: AhaEvent, b: AhaEvent): number =>
  Date.parse(a.timestamp) - Date.parse(b.timestamp) ||
  Buffer.compare(Buffer.from(a.messageId), Buffer.from(b.messageId));

/** Events up to t by the person whose they are, written as plainly as docs/lifecycle.md says it. */
export function whoseEvents(events: readonly AhaEvent[], t: number): Map<string, AhaEvent[]> {
  const upToT = events.filter((event) => Date.parse(event.timestamp) <= t);
  const signedIn = new Map<string, string>();
  for (const { userId, anonymousId } of [...upToT].sort(inOrder)) {
    if (userId && anonymousId && !signedIn.has(anonymousId)) signedIn.set(anonymousId, userId);
  }
  const people = new Map<string, AhaEvent[]>();
  for (const event of upToT) {
    const visitor = event.anonymousId ?? '';
    const person = event.userId ? event.userId : (signedIn.get(visitor) ?? visitor);
    people.set(person, [...(people.get(person) ?? []), event]);
  }
  return people;
}

/** Of each message the first: what the collector stores. */
export function once(events: readonly AhaEvent[]): AhaEvent[] {
  const seen = new Set<string>();
  return events.filter(({ messageId }) => !seen.has(messageId) && seen.add(messageId));
}
