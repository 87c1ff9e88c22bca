/**
 * Reads a definition once: checks all of it, resolves its names, and notes every mistake at once.
 */
import type { LifecycleDefinition } from './definition.js';
import { ANY_EVENT } from './event.js';
import { factKey } from './fact-key.js';
import { fingerprint } from './hash.js';
import { inOrderOfNeed } from './in-order-of-need.js';
import type { Lifecycle, Score } from './lifecycle.js';
import { isObject } from './logic.js';
import { createPlace, type Mistake, type Place } from './mistake.js';
import { PRESET_NAMES, withPreset } from './presets.js';
import { readArbiter } from './read-arbiter.js';
import type { readChecklist } from './read-checklist.js';
import { createReadCondition } from './read-conditions.js';
import { readEvents } from './read-events.js';
import { readExperiments } from './read-experiments.js';
import { readFacts } from './read-facts.js';
import { readMilestones } from './read-milestones.js';
import { entriesOf, listOf, numberOf, oneOf, onlyKnown } from './read-parts.js';
import { readPlays } from './read-plays.js';
import { readScore } from './read-score.js';
import { MAX_STAGES, readStages } from './read-stages.js';
import { readWidgets } from './read-widgets.js';
import type { checkWidgets } from './check-widgets.js';

const MAX_SEGMENTS = 100;

interface Parts {
  readonly readChecklist?: typeof readChecklist;
  readonly checkWidgets?: typeof checkWidgets;
}

/**
 * @param value the definition as it came, of whatever form.
 * @param parts what not every page needs: `readChecklist`, for a definition with checklists; `checkWidgets`, which looks through what only
 *   widgets themselves read, for whoever is to hear of each mistake.
 * @returns the lifecycle; or all mistakes (at most 100), none of which has changed anything.
 */
export function readDefinition(
  value: unknown,
  parts: Parts = {},
): { readonly lifecycle: Lifecycle } | { readonly mistakes: readonly [Mistake, ...Mistake[]] } {
  const mistakes: Mistake[] = [];
  const place = createPlace(mistakes);
  const lifecycle = sizeOf(value, place) && read(value, place, () => mistakes.length === 0, parts);
  const [first, ...more] = mistakes;
  if (first) return { mistakes: [first, ...more] };
  return { lifecycle: lifecycle as Lifecycle };
}

/** What a definition may weigh as JSON, in UTF-16 code units. */
const MAX_LENGTH = 256 * 1024;

/** Whether it can be read at all: JSON of a size that a page can load. */
function sizeOf(value: unknown, place: Place): boolean {
  try {
    const { length } = (JSON.stringify(value) as string | undefined) ?? '';
    if (length <= MAX_LENGTH) return true;
    place.note('definition-too-large', length, `keep its JSON to ${MAX_LENGTH} characters`);
  } catch {
    place.note(
      'definition-invalid',
      'an object',
      'give what JSON can say: no circles, no BigInt, not nested thousands deep',
    );
  }
  return false;
}

const TOP = [
  ...['$schema', 'version', 'preset', 'utcOffset', 'events', 'facts', 'milestones', 'stages', 'segments', 'health'],
  ...['leadScore', 'experiments', 'widgets', 'plays', 'arbiter', 'activity', 'since'],
];

function read(value: unknown, place: Place, isFine: () => boolean, parts: Parts = {}): Lifecycle | null {
  if (!isObject(value)) {
    place.note('definition-invalid', value, 'give an object such as { "version": 1, "preset": "aarrr" }');
    return null;
  }
  const given = value as unknown as LifecycleDefinition;
  onlyKnown(value, TOP, place);
  if (value.version === undefined)
    place.at('version').note('definition-invalid', undefined, 'give a whole number from 1');
  const version = numberOf(given.version, place.at('version'), 1, 1, 1e9, true);
  if (given.preset !== undefined) oneOf(given.preset, PRESET_NAMES, place.at('preset'), 'aarrr');
  const definition = withPreset(given);

  const { filter, trigger } = readEvents(definition.events, definition.activity, place);
  const facts = readFacts(
    definition.facts,
    place.at('facts'),
    filter,
    definition.since === undefined ? ANY_EVENT : filter(definition.since, undefined, place, 'since'),
  );
  const milestones = readMilestones(definition.milestones, place.at('milestones'), filter, facts);
  const milestoneNames = milestones.map(({ name }) => name);
  const stagesGiven = listOf(definition.stages, place.at('stages'), MAX_STAGES);
  const segmentsGiven = entriesOf(definition.segments, place.at('segments'), MAX_SEGMENTS);
  const experiments = readExperiments(definition.experiments, place.at('experiments'));
  const condition = createReadCondition({
    facts,
    experiments,
    milestones: milestoneNames,
    segments: segmentsGiven.map(([name]) => name),
    stages: stagesGiven.map((stage) => (isObject(stage) ? stage.id : undefined)).filter((id) => typeof id === 'string'),
  });
  const stages = readStages(stagesGiven, place.at('stages'), condition);
  const segments = segmentsGiven.map(([name, when]) => ({
    name,
    when: condition(when, place.at('segments').at(name), 'segment'),
  }));
  const ordered = inOrderOfNeed(segments, stages, place);
  const score = (given: unknown, at: Place): Score | null => readScore(given, at, facts, condition);
  const widgets = readWidgets(definition.widgets, place.at('widgets'));
  const checklists = Object.entries(widgets).flatMap(([name, { kind, items }]) =>
    kind === 'checklist' && parts.readChecklist
      ? [[name, parts.readChecklist(name, items, place.at('widgets').at(name).at('items'), facts, filter, condition)]]
      : [],
  );
  const plays = readPlays(definition.plays, place.at('plays'), Object.keys(widgets), trigger, condition);
  const offsetMs = readOffset(definition.utcOffset, place.at('utcOffset'));
  const health = score(definition.health, place.at('health'));
  const leadScore = score(definition.leadScore, place.at('leadScore'));
  const arbiter = readArbiter(definition.arbiter, place.at('arbiter'));
  parts.checkWidgets?.(widgets, place.at('widgets'), {
    definition,
    facts: facts.byName,
    milestones,
    segments: ordered,
  });
  if (!isFine()) return null;
  return {
    definition,
    version,
    hash: fingerprint({ ...definition, $schema: undefined }),
    offsetMs,
    facts: facts.byName,
    keys: new Map([...facts.byName].map(([name, fact]) => [name, factKey(fact, definition.utcOffset)])),
    milestones,
    stages,
    segments: ordered,
    health,
    leadScore,
    experiments,
    widgets,
    checklists: Object.fromEntries(checklists) as Lifecycle['checklists'],
    plays,
    arbiter,
  };
}

function readOffset(value: unknown, place: Place): number {
  if (value === undefined) return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):([0-5]\d)$/.exec(typeof value === 'string' ? value : '') ?? [];
  if (sign === undefined || Number(hours) > 14) {
    place.note('definition-invalid', value, 'give a fixed offset such as "+08:00"');
    return 0;
  }
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
