import type { WidgetState } from '../shared/port.js';
import type { KeptChecklist } from './checklist.kept.js';
import type { ItemProgress, Progress } from './checklist.progress.js';

/** What there is to tell of a look at the list. */
export interface Notice {
  /** As it is to be kept from now on. */
  readonly kept: KeptChecklist;
  /** The items whose completion is news. */
  readonly news: readonly ItemProgress[];
  /** That all is done is news. */
  readonly completes: boolean;
  readonly celebrates: boolean;
}

/**
 * What has become true since the last look, in whatever page: told once, and not what was so before anybody looked, or what another device has told.
 *
 * @param before what is kept; null where nobody has looked yet.
 * @param sawOpen `since` of the list that this page has seen unfinished.
 * @param known what the client knows of it, from whatever device.
 * @param marked what this page itself has made something of: items, and '' for the list.
 */
export function noticeOf(
  before: KeptChecklist | null,
  { items, finished, wasFinished }: Progress,
  version: number,
  sawOpen: number,
  known: WidgetState | null,
  marked: ReadonlySet<string>,
): Notice {
  const done = new Set(before?.done);
  const hand = { ...before?.hand };
  const news: ItemProgress[] = [];
  for (const item of items) {
    const { id, known: isTold } = item;
    if (hand[id] === isTold && !marked.has(id)) Reflect.deleteProperty(hand, id);
    if (!item.done) {
      done.delete(id);
      continue;
    }
    if (before && !done.has(id) && (!isTold || before.hand[id])) news.push(item);
    done.add(id);
  }
  const completes = finished && !wasFinished;
  const celebrates =
    completes && sawOpen === before?.since && !before.celebrated && (known?.completed ?? null) === null;
  // What this page has just done may not be on disk yet: only a later one, or another tab, takes the client's word for it.
  const isKnown = before?.until === known?.hiddenUntil && !marked.has('');
  const kept: KeptChecklist = {
    since: Date.now(),
    ...before,
    ...(isKnown && { until: undefined }),
    done: [...done],
    hand,
    ...(completes && { version }),
    ...(celebrates && { celebrated: true }),
  };
  return { kept, news, completes: completes && before !== null, celebrates };
}
