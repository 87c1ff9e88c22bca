/**
 * What a checklist shows of a person: a pure function of what their facts answer.
 */
import type { PersonLogic } from './lifecycle.js';
import type { ItemState, WidgetState } from './port.js';
import type { Asked } from './state.js';

/** A checklist's item, read. */
export interface ReadItem {
  readonly id: string;
  /** Facts that are times: the first of them that there is tells when it was done. */
  readonly times: readonly string[];
  readonly done: PersonLogic;
  /** Whether it was told as done, and not taken back since. */
  readonly told: PersonLogic;
  readonly shown: PersonLogic;
}

/**
 * @param completed the fact that is the version in which all of it was last completed.
 * @param hiddenUntil the fact that is the time until which the person has put it off.
 */
export function checklistState(
  items: readonly ReadItem[],
  completed: string,
  hiddenUntil: string,
  { fact, check }: Asked,
): Pick<WidgetState, 'items' | 'completed' | 'hiddenUntil'> {
  const states = items.map(({ id, times, done, told, shown }): [string, ItemState] => {
    const isTold = check(told);
    const isDone = isTold || check(done);
    const atMs = isDone ? times.map(fact).find((at) => at !== null) : null;
    return [id, { done: isDone, atMs: (atMs as number | undefined) ?? null, told: isTold, shown: check(shown) }];
  });
  return {
    items: Object.fromEntries(states),
    completed: fact(completed) as number | null,
    hiddenUntil: fact(hiddenUntil) as number | null,
  };
}
