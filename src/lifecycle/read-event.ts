import type { LifecycleEvent } from './event.js';
import { isObject } from './logic.js';

/** An event as it goes to the collector, its JSON parsed, as a lifecycle looks at it; null where it cannot be one. */
export function readEvent(sent: unknown): LifecycleEvent | null {
  if (!isObject(sent)) return null;
  const { messageId, type, event, properties, traits, timestamp, context } = sent;
  const atMs = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  if (typeof messageId !== 'string' || typeof type !== 'string' || Number.isNaN(atMs)) return null;
  const values = type === 'identify' || type === 'group' ? traits : properties;
  return {
    messageId,
    atMs,
    type: type as LifecycleEvent['type'],
    event: type === 'track' && typeof event === 'string' ? event : '',
    values: isObject(values) ? values : {},
    referred: hasCode(context),
  };
}

function hasCode(context: unknown): boolean {
  const attribution = isObject(context) && isObject(context.attribution) ? context.attribution : {};
  return [attribution.first, attribution.last].some(
    (touch) => isObject(touch) && typeof touch.referralCode === 'string' && touch.referralCode !== '',
  );
}
