import { NOT_DONE, readFilter, type EventFilter } from './event.js';
import { isObject } from './logic.js';
import type { Place } from './mistake.js';
import { namesRemedy } from './nearest.js';
import { PRESET_EVENTS } from './presets.js';
import { entriesOf, onlyKnown } from './read-parts.js';

const MAX_EVENTS = 1_000;
const MAX_PROPERTIES = 200;

/** Events that Ahaloop's widgets, reports and presets speak of: known wherever a tracking plan is. */
const KNOWN_EVENTS: readonly string[] = [
  ...NOT_DONE,
  ...PRESET_EVENTS,
  ...['Clicked', 'Item Completed', 'Item Reopened', 'Completed', 'Dismissed', 'Snoozed', 'Restored'].map(
    (what) => `Checklist ${what}`,
  ),
  ...['Answered', 'Submitted', 'Dismissed', 'Snoozed'].map((what) => `Survey ${what}`),
  ...['Shared', 'Link Opened', 'Attributed'].map((what) => `Referral ${what}`),
  ...['Clicked', 'Dismissed', 'Snoozed'].map((what) => `Promotion ${what}`),
  'Rewards Dismissed',
];

/** Reports that follow from facts: no fact may follow from them. */
const OF_STATES = ['Activation Milestone Reached', 'Stage Entered', 'Health Changed'];
const PROPERTY_TYPE = /^(string|number|integer|boolean)\??$/;

/** Reads which events are meant; names that the tracking plan does not have are noted. */
export interface ReadEvents {
  /** Of a fact or a milestone: a selector, and what stands at `where` beside it. */
  readonly filter: (selector: unknown, where: unknown, at: Place, key: string | number) => EventFilter;
  /** Of a play, which may go by what is told of a state. */
  readonly trigger: (selector: unknown, where: unknown, at: Place) => EventFilter;
}

/** Reads the tracking plan; where there is none, every name is known. `activity` is what `*` stands for. */
export function readEvents(value: unknown, activity: unknown, top: Place): ReadEvents {
  const place = top.at('events');
  const plan = value === undefined ? null : entriesOf(value, place, MAX_EVENTS);
  for (const [name, event] of plan ?? []) {
    const here = place.at(name);
    if (!isObject(event)) {
      here.note('definition-invalid', event, 'give an object such as { "properties": { "kind": "string" } }');
      continue;
    }
    onlyKnown(event, ['properties', 'description'], here);
    for (const [property, type] of entriesOf(event.properties, here.at('properties'), MAX_PROPERTIES)) {
      if (typeof type !== 'string' || !PROPERTY_TYPE.test(type)) {
        const remedy = 'give string, number, integer or boolean; with a ? behind it where it may be left out';
        here.at('properties').at(property).note('definition-invalid', type, remedy);
      }
    }
  }
  const planned = plan && new Set([...plan.map(([name]) => name), ...KNOWN_EVENTS]);
  const checkEvent = (name: string, at: Place): void => {
    if (planned && !planned.has(name)) at.note('name-unknown', name, namesRemedy(name, [...planned]));
  };
  const checkFact = (name: string, here: Place): void => {
    checkEvent(name, here);
    if (OF_STATES.includes(name)) here.note('loop', name, 'it tells of the state that it would change');
  };
  const done = activity === undefined ? undefined : readFilter(activity, undefined, top.at('activity'), top, checkFact);
  return {
    filter: (selector, where, at, key) => readFilter(selector, where, at.at(key), at.at('where'), checkFact, done),
    trigger: (selector, where, at) => readFilter(selector, where, at.at('event'), at.at('where'), checkEvent, done),
  };
}
