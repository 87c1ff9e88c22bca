import type { Lifecycle } from './lifecycle.js';
import { isObject } from './logic.js';
import type { Place } from './mistake.js';
import { entriesOf, oneOf } from './read-parts.js';

export const WIDGET_KINDS = ['checklist', 'nps', 'csat', 'ces', 'survey', 'referral', 'prompt', 'rewards'] as const;
export const SURFACES = ['corner', 'modal', 'banner', 'inline'] as const;
const MAX_WIDGETS = 200;

/** Reads the widgets: the kind of each, and where it is shown. */
export function readWidgets(value: unknown, place: Place): Lifecycle['widgets'] {
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
  }
  return Object.fromEntries(widgets.filter(([, widget]) => isObject(widget))) as Lifecycle['widgets'];
}
