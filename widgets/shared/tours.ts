import type { TourDetail, TourOutcome } from './events.js';
import { listen } from './listen.js';

/** For whom a tour is started. */
export interface TourContext {
  readonly checklist: string;
  readonly item: string;
}

/** Shows tours by their names, by whatever library. */
export interface TourAdapter {
  /** Fulfils when the tour is over: seen to its end, left, or not there to be shown. */
  start(tour: string, context: TourContext): Promise<TourOutcome>;
}

/**
 * Lets widgets start tours.
 *
 * @param target listens here; the document by default.
 * @returns its undo.
 */
export function connectTours(adapter: TourAdapter, target: EventTarget | undefined = globalThis.document): () => void {
  return listen(target, 'aha-tour', ({ detail: { take, tour, checklist = '', item } }: CustomEvent<TourDetail>) =>
    take(() => adapter.start(tour, { checklist, item })),
  );
}
