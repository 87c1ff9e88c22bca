import type { Play } from './lifecycle.js';
import { isObject } from './logic.js';
import type { Place } from './mistake.js';
import { namesRemedy } from './nearest.js';
import type { ReadCondition } from './read-conditions.js';
import type { ReadEvents } from './read-events.js';
import { durationOf, listOf, numberOf, onlyKnown, textOf } from './read-parts.js';

const MAX_PLAYS = 200;
/** What the ledger can count of a play. */
const MAX_TIMES = 100;

/**
 * Reads the plays, in their order.
 *
 * @param widgets the names of those that there are.
 */
export function readPlays(
  value: unknown,
  place: Place,
  widgets: readonly string[],
  trigger: ReadEvents['trigger'],
  condition: ReadCondition,
): Play[] {
  const plays: Play[] = [];
  listOf(value, place, MAX_PLAYS).forEach((play, index) => {
    const here = place.at(index);
    if (!isObject(play)) {
      here.note('definition-invalid', play, 'give an object such as { "id": "ask", "when": { … }, "show": "survey" }');
      return;
    }
    const members = ['id', 'when', 'on', 'show', 'call', 'after', 'every', 'max', 'priority', 'holdout'];
    onlyKnown(play, members, here);
    const id = textOf(play.id, here.at('id'), '');
    if (play.id === undefined) here.at('id').note('definition-invalid', undefined, 'give the play an id');
    if (plays.some((other) => other.id === id))
      here.at('id').note('definition-invalid', id, 'give each play its own id');
    if (play.when === undefined && play.on === undefined)
      here.note('definition-invalid', play, 'say when: by "when", a condition, or by "on", an event');
    if ((play.show === undefined) === (play.call === undefined))
      here.note(
        'definition-invalid',
        play,
        'say what is done: by "show", a widget, or by "call", a callback of the page',
      );
    if (play.show !== undefined && !widgets.includes(play.show as string))
      here.at('show').note('name-unknown', play.show, namesRemedy(play.show, widgets));
    const on = isObject(play.on) ? play.on : null;
    if (play.on !== undefined && !on)
      here.at('on').note('definition-invalid', play.on, 'give an object such as { "event": "Survey Submitted" }');
    if (on) onlyKnown(on, ['event', 'where'], here.at('on'));
    const everyMs = durationOf(play.every, here.at('every'), null);
    plays.push({
      id,
      when: play.when === undefined ? null : condition(play.when, here.at('when'), 'play'),
      on: on && trigger(on.event, on.where, here.at('on')),
      show: typeof play.show === 'string' ? play.show : null,
      call: play.call === undefined ? null : textOf(play.call, here.at('call'), ''),
      afterMs: durationOf(play.after, here.at('after'), null) ?? 0,
      everyMs,
      max:
        play.max === undefined
          ? everyMs === null
            ? 1
            : null
          : numberOf(play.max, here.at('max'), 1, 1, MAX_TIMES, true),
      priority: numberOf(play.priority, here.at('priority'), 0, -1_000, 1_000),
      holdout: numberOf(play.holdout, here.at('holdout'), 0, 0, 1),
    });
  });
  return plays;
}
