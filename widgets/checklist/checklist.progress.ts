import type { WidgetState } from '../shared/port.js';
import type { ChecklistItem, Refuse } from './checklist.items.js';
import type { KeptChecklist } from './checklist.kept.js';

export interface ItemProgress extends ChecklistItem {
  readonly done: boolean;
  /** Whether the client knows that it was told. */
  readonly known: boolean;
  /** The person may tick it, and take it back. */
  readonly ticks: boolean;
  /** The items that it waits for. */
  readonly waits: readonly ChecklistItem[];
}

export interface Progress {
  /** Those that are shown to this person. */
  readonly items: readonly ItemProgress[];
  readonly done: number;
  /** Of how many: those that the list is complete with. */
  readonly total: number;
  /** All of them are done. */
  readonly finished: boolean;
  /** It was complete before, here or anywhere, in this version or a later one. */
  readonly wasFinished: boolean;
}

/**
 * How far a person is. What was complete stays so: an item that is new in a list that was complete is shown and takes nothing away,
 * unless the list has a greater version.
 */
export function progressOf(
  given: readonly ChecklistItem[],
  state: WidgetState | null | undefined,
  kept: KeptChecklist | null,
  version: number,
  refuse: Refuse,
): Progress {
  const known = state?.items;
  const shown = given.flatMap((item) => {
    const { id, told, byHand, byItself } = item;
    const is = known && Object.hasOwn(known, id) ? known[id] : undefined;
    if (known && byItself && !is) refuse('item-undefined', id);
    if (is?.shown === false) return [];
    const hand = kept?.hand[id];
    // Only the hand completes it, so the hand takes it back. Between that and what is known of it may lie a moment.
    const ticked = byHand && !byItself;
    const itself = is?.done === true || told;
    const done = ticked ? (hand ?? itself) : itself || hand === true || kept?.done.includes(id) === true;
    return [{ ...item, done, known: is?.told === true, ticks: byHand && (ticked || !done) }];
  });
  const waitsFor = ({ done, needs }: (typeof shown)[number]) =>
    done ? [] : shown.filter((other) => !other.done && needs.includes(other.id));
  const stuck = shown.every((item) => item.done || waitsFor(item).length);
  const items = shown.map((item) => {
    const waits = waitsFor(item);
    const { needs } = item;
    const isWrong = (stuck && waits.length) || needs.some((need) => !given.some(({ id }) => id === need));
    if (isWrong) refuse('item-needs', needs);
    return { ...item, waits: stuck ? [] : waits };
  });
  const wasFinished = Math.max(kept?.version ?? 0, state?.completed ?? 0) >= version;
  const counted = items.filter(({ optional, done }) => !optional && (done || !wasFinished));
  const total = counted.length;
  const done = counted.filter((item) => item.done).length;
  return { items, done, total, finished: total > 0 && done === total, wasFinished };
}
