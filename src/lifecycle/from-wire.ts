import type { AhaEvent, EventContext } from '../wire/event.js';
import type { LifecycleEvent } from './event.js';

/** What a lifecycle looks at of an event of the wire. */
export function fromWire(event: AhaEvent, atMs = Date.parse(event.timestamp)): LifecycleEvent {
  const { type, messageId } = event;
  const values =
    type === 'identify' || type === 'group' ? event.traits : 'properties' in event ? event.properties : null;
  return {
    messageId,
    atMs,
    type,
    event: type === 'track' ? event.event : '',
    values: typeof values === 'object' && values !== null && !Array.isArray(values) ? values : {},
    referred: isReferred(event.context),
  };
}

/** Whether its first or last touch names a referral code. */
function isReferred(context: EventContext | null | undefined): boolean {
  const { first, last } = context?.attribution ?? {};
  return [first, last].some((touch) => typeof touch?.referralCode === 'string' && touch.referralCode !== '');
}
