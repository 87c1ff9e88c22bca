import { checkBoolean, checkHref, checkText, type CheckSettings } from './check-parts.js';
import { isObject } from './logic.js';
import type { Place } from './mistake.js';
import { namesRemedy } from './nearest.js';
import { itemIdOf } from './read-checklist.js';
import { durationOf, numberOf, onlyKnown, textOf } from './read-parts.js';

const ACTIONS = ['href', 'call', 'tour', 'play'];
const MEMBERS = [
  ...['id', 'title', 'text', 'milestone', 'event', 'where', 'done', 'when', 'needs', 'byHand', 'optional'],
  ...ACTIONS,
];

/** Looks through a checklist's settings: its texts, and each item's members, action and needs. */
export const checkChecklist: CheckSettings = (widget, place) => {
  checkText(widget.title, place.at('title'));
  checkText(widget.text, place.at('text'));
  numberOf(widget.version, place.at('version'), 1, 1, 1e9, true);
  for (const name of ['celebrate', 'dismiss', 'collapsed']) checkBoolean(widget[name], place.at(name));
  if (widget.snooze !== false) durationOf(widget.snooze, place.at('snooze'), null);
  if (!Array.isArray(widget.items)) return;

  const items: readonly unknown[] = widget.items;
  const ids = items.map(itemIdOf);
  const at = place.at('items');
  items.forEach((item, index) => {
    const here = at.at(index);
    const id = ids[index];
    if (!isObject(item) || id === undefined) {
      here.note(
        'definition-invalid',
        item,
        'give an object with an id, such as { "id": "invite", "title": "Invite a colleague" }',
      );
      return;
    }
    onlyKnown(item, MEMBERS, here);
    textOf(item.id, here.at('id'), id);
    if (ids.indexOf(id) < index) here.at('id').note('definition-invalid', id, 'give each item its own id');
    if (item.title === undefined) here.at('title').note('definition-invalid', undefined, 'say what there is to do');
    checkText(item.title, here.at('title'));
    checkText(item.text, here.at('text'));
    if (item.done !== undefined && !isObject(item.done) && typeof item.done !== 'boolean')
      here.at('done').note('definition-invalid', item.done, 'give a condition; or false: only when it is told');
    if (item.where !== undefined && item.event === undefined)
      here.at('where').note('definition-invalid', item.where, 'it goes with "event"');
    checkBoolean(item.byHand, here.at('byHand'));
    checkBoolean(item.optional, here.at('optional'));
    const actions = ACTIONS.filter((name) => item[name] !== undefined);
    if (actions.length > 1) here.note('definition-invalid', actions, `give one of ${ACTIONS.join(', ')}`);
    checkHref(item.href, here.at('href'));
    for (const name of ['call', 'tour', 'play']) textOf(item[name], here.at(name), '');
    needsOf(item).forEach((need, which) => {
      if (!ids.includes(need as string))
        here
          .at('needs')
          .at(which)
          .note(
            'name-unknown',
            need,
            namesRemedy(
              need,
              ids.filter((one) => one !== undefined),
            ),
          );
    });
    if (item.needs !== undefined && !Array.isArray(item.needs))
      here.at('needs').note('definition-invalid', item.needs, 'give a list of ids');
  });
  noteLoops(items, ids, at);
};

const needsOf = (item: unknown): readonly unknown[] => (isObject(item) && Array.isArray(item.needs) ? item.needs : []);

/** Items that wait for themselves. */
function noteLoops(items: readonly unknown[], ids: readonly (string | undefined)[], place: Place): void {
  const settled = new Set<unknown>();
  const visit = (id: unknown, way: readonly unknown[]): void => {
    const index = ids.indexOf(id as string);
    if (way.includes(id)) {
      const round = [...way.slice(way.indexOf(id)), id].join(' → ');
      place.at(index).at('needs').note('loop', round, 'no item may wait for itself: leave one of them out');
    } else if (index >= 0 && !settled.has(id)) {
      for (const need of needsOf(items[index])) visit(need, [...way, id]);
      settled.add(id);
    }
  };
  for (const id of ids) if (id !== undefined) visit(id, []);
}
