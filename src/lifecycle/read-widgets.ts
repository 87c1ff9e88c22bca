import type { Lifecycle } from './lifecycle.js';
import { isObject } from './logic.js';
import type { Place } from './mistake.js';
import { namesRemedy } from './nearest.js';
import { entriesOf, listOf, oneOf } from './read-parts.js';

export const WIDGET_KINDS = ['checklist', 'nps', 'csat', 'ces', 'survey', 'referral', 'prompt', 'rewards'] as const;
export const SURFACES = ['corner', 'modal', 'banner', 'inline'] as const;
const MAX_WIDGETS = 200;
const MAX_ITEMS = 100;

/**
 * Reads the widgets: the kind of each, where it is shown, and the settings of its kind.
 *
 * @param milestones the names of those that there are.
 */
export function readWidgets(value: unknown, place: Place, milestones: readonly string[]): Lifecycle['widgets'] {
  const widgets = entriesOf(value, place, MAX_WIDGETS);
  for (const [name, widget] of widgets) {
    const here = place.at(name);
    if (!isObject(widget)) {
      here.note('definition-invalid', widget, 'give an object such as { "kind": "nps" }');
      continue;
    }
    if (widget.kind === undefined)
      here.at('kind').note('definition-invalid', undefined, `give one of ${WIDGET_KINDS.join(', ')}`);
    oneOf(widget.kind, WIDGET_KINDS, here.at('kind'), 'prompt');
    oneOf(widget.surface, SURFACES, here.at('surface'), 'corner');
    const items = listOf(widget.items, here.at('items'), MAX_ITEMS);
    items.forEach((item, index) => {
      if (isObject(item) && item.milestone !== undefined && !milestones.includes(item.milestone as string))
        here
          .at('items')
          .at(index)
          .at('milestone')
          .note('name-unknown', item.milestone, namesRemedy(item.milestone, milestones));
    });
  }
  return Object.fromEntries(widgets) as Lifecycle['widgets'];
}
