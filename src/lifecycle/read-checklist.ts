import type { Checklist, PersonLogic } from './lifecycle.js';
import { isObject } from './logic.js';
import type { Place } from './mistake.js';
import type { ReadCondition } from './read-conditions.js';
import type { ReadEvents } from './read-events.js';
import type { Facts } from './read-facts.js';
import { listOf } from './read-parts.js';
import { checklistState, type ReadItem } from './widget-state.js';

const MAX_ITEMS = 100;
const COMPLETED = 'Checklist Item Completed';

/** An item's id: its own, or that of what completes it; undefined where it has none. */
export const itemIdOf = (item: unknown): string | undefined =>
  isObject(item) ? [item.id, item.milestone, item.event].find((id): id is string => typeof id === 'string') : undefined;

/** Reads what completes and shows the items of a checklist. Facts whose names begin with `$item` are a checklist's only. */
export function readChecklist(
  checklist: string,
  items: unknown,
  place: Place,
  facts: Facts,
  filter: ReadEvents['filter'],
  condition: ReadCondition,
): Checklist {
  const first = (id: string, event: unknown, where: unknown, at: Place): string =>
    facts.own(`$item${JSON.stringify([checklist, id, event])}`, {
      kind: 'nth',
      n: 1,
      filter: filter(event, where, at, 'event'),
    });
  const last = (id: string, event: unknown, where: object, of: string, type: 'number' | 'boolean'): string =>
    facts.own(`$item${JSON.stringify([checklist, id, event, of])}`, {
      kind: 'last',
      of: [of],
      type,
      filter: filter(event, where, place, ''),
    });
  const exists = (fact: string): PersonLogic => ({ leaf: { fact, compare: { is: 'exists' } } });
  const read = listOf(items, place, MAX_ITEMS).flatMap((item, index): ReadItem[] => {
    const id = itemIdOf(item);
    if (id === undefined) return [];
    const { milestone, event, where, done, when, byHand } = item as Readonly<Record<string, unknown>>;
    const at = place.at(index);
    const own = { checklist_id: checklist, item_id: id };
    const times = [first(id, COMPLETED, own, at)];
    const told = [exists(times[0]!)];
    const any: PersonLogic[] = [];
    if (byHand) {
      const hand = last(id, [COMPLETED, 'Checklist Item Reopened'], own, 'completed', 'boolean');
      told.push({ not: { leaf: { fact: hand, compare: { is: 'eq', to: false } } } });
    }
    if (milestone !== undefined) {
      any.push(condition({ $milestone: milestone }, at, 'segment'));
      times.unshift(`$milestone:${milestone as string}`);
    }
    if (event !== undefined) {
      times.unshift(first(id, event, where, at));
      any.push(exists(times[0]!));
    }
    if (isObject(done)) any.push(condition(done, at.at('done'), 'segment'));
    const shown = condition(when ?? {}, at.at('when'), 'segment');
    return [{ id, times, done: { any }, told: { all: told }, shown }];
  });
  const own = { checklist_id: checklist };
  const completed = last('', 'Checklist Completed', own, 'checklist_version', 'number');
  const put = ['Checklist Snoozed', 'Checklist Dismissed', 'Checklist Restored'];
  const hiddenUntil = last('', put, own, 'hidden_until', 'number');
  return {
    conditions: read.flatMap(({ done, shown }) => [done, shown]),
    state: (person) => checklistState(read, completed, hiddenUntil, person),
  };
}
