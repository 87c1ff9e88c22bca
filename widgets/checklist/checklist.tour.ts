import { emit } from '../shared/emit.js';
import type { TourDetail, TourOutcome } from '../shared/events.js';

/** Asks the page for a tour, and waits for its end; null where nobody shows tours. What is over the page makes room for it. */
export async function runTour(host: HTMLElement, detail: Omit<TourDetail, 'take'>): Promise<TourOutcome | null> {
  let taken: (() => Promise<TourOutcome>) | undefined;
  emit(host, 'aha-tour', { ...detail, take: (start) => (taken ??= start) } satisfies TourDetail);
  if (!taken) return null;
  const opened = host.hasAttribute('open');
  host.toggleAttribute('open', false);
  const outcome = await taken().catch(() => 'failed' as const);
  host.toggleAttribute('open', opened);
  return outcome;
}
