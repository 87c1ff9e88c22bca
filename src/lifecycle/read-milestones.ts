import { SERIES_LENGTH } from './fact.js';
import type { Milestone } from './lifecycle.js';
import { isObject } from './logic.js';
import type { Place } from './mistake.js';
import type { ReadEvents } from './read-events.js';
import { onceOf, type Facts } from './read-facts.js';
import { durationOf, entriesOf, numberOf, onlyKnown, textOf } from './read-parts.js';

const MAX_MILESTONES = 100;

/** The members of a milestone. */
export const MILESTONE_OPTIONS = ['event', 'where', 'count', 'once', 'within', 'aha', 'title'] as const;

/** Reads the milestones, each with a fact of its own. */
export function readMilestones(value: unknown, place: Place, filter: ReadEvents['filter'], facts: Facts): Milestone[] {
  const milestones: Milestone[] = [];
  for (const [name, milestone] of entriesOf(value, place, MAX_MILESTONES)) {
    const here = place.at(name);
    if (!isObject(milestone)) {
      here.note('definition-invalid', milestone, 'give an object such as { "event": "Report Created" }');
      continue;
    }
    onlyKnown(milestone, MILESTONE_OPTIONS, here);
    if (milestone.aha !== undefined && typeof milestone.aha !== 'boolean')
      here.at('aha').note('definition-invalid', milestone.aha, 'give true or false');
    milestones.push({
      name,
      fact: facts.own(`$milestone:${name}`, {
        kind: 'nth',
        n: numberOf(milestone.count, here.at('count'), 1, 1, SERIES_LENGTH, true),
        filter: filter(milestone.event, milestone.where, here, 'event'),
        ...onceOf(milestone.once, here),
      }),
      withinMs: durationOf(milestone.within, here.at('within'), null),
      aha: milestone.aha === true,
      title: textOf(milestone.title, here.at('title'), name),
    });
  }
  return milestones;
}
