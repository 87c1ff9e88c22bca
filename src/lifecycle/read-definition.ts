/**
 * Reads a definition once: checks all of it, resolves its names, and notes every mistake at once.
 */
import type { LifecycleDefinition } from './definition.js';
import { durationMs } from './duration.js';
import { OWN_REPORTS, readFilter, type EventFilter } from './event.js';
import { SERIES_LENGTH, type Fact } from './fact.js';
import { canonical, fingerprint, fnv1a32 } from './hash.js';
import type {
  Arbiter,
  ConditionLeaf,
  Lifecycle,
  Milestone,
  PersonLogic,
  Play,
  Score,
  Signal,
  Stage,
} from './lifecycle.js';
import { typeOfFact } from './lifecycle.js';
import { isObject, leaves, readLogic, type Compare, type Logic } from './logic.js';
import { createPlace, type Mistake, type Place } from './mistake.js';
import { namesRemedy } from './nearest.js';
import { PRESET_EVENTS, PRESET_NAMES, withPreset } from './presets.js';

/** What a definition may hold of each. */
const MOST = {
  events: 1_000,
  facts: 200,
  milestones: 100,
  stages: 50,
  segments: 100,
  signals: 50,
  experiments: 100,
  widgets: 200,
  plays: 200,
} as const;
const MAX_STEPS = 16;
const MAX_VARIANTS = 20;
/** What the ledger can count of a play. */
const MAX_TIMES = 100;

/** Events that Ahaloop's widgets and reports make: known wherever a tracking plan is. */
const KNOWN_EVENTS: readonly string[] = [
  ...OWN_REPORTS,
  ...PRESET_EVENTS,
  ...['Viewed', 'Item Completed', 'Completed', 'Dismissed'].map((what) => `Checklist ${what}`),
  ...['Viewed', 'Answered', 'Submitted', 'Dismissed', 'Snoozed'].map((what) => `Survey ${what}`),
  ...['Prompt Viewed', 'Shared', 'Link Opened', 'Attributed'].map((what) => `Referral ${what}`),
  'Promotion Viewed',
  'Promotion Clicked',
];

export const WIDGET_KINDS = ['checklist', 'nps', 'csat', 'ces', 'survey', 'referral', 'prompt', 'rewards'] as const;
const SURFACES = ['corner', 'modal', 'banner', 'inline'] as const;
const OUTCOMES = { answered: '365d', dismissed: '90d', snoozed: '7d', ignored: '14d' } as const;
const QUIET = { '*': '1d', nps: '90d', csat: '30d', ces: '30d', survey: '30d' } as const;
const PROPERTY_TYPE = /^(string|number|integer|boolean)\??$/;

const DURATION = 'give a number and a unit of s, m, h, d or w, such as "90d"; more than nothing and at most ten years';

/**
 * @param value the definition as it came, of whatever form.
 * @returns the lifecycle; or all mistakes (at most 100), none of which has changed anything.
 */
export function readDefinition(
  value: unknown,
): { readonly lifecycle: Lifecycle } | { readonly mistakes: readonly [Mistake, ...Mistake[]] } {
  const mistakes: Mistake[] = [];
  const place = createPlace(mistakes);
  const lifecycle = sizeOf(value, place) && read(value, place, () => mistakes.length === 0);
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
  ...['leadScore', 'experiments', 'widgets', 'plays', 'arbiter'],
];

/** What stands under a name in an object; nothing where it is left out. */
const entriesOf = (value: unknown, place: Place, most: number): [string, unknown][] => {
  if (value === undefined) return [];
  if (!isObject(value)) {
    place.note('definition-invalid', value, 'give an object of names');
    return [];
  }
  const entries = Object.entries(value);
  if (entries.length > most) {
    place.note('definition-too-large', entries.length, `keep to at most ${most}`);
    return [];
  }
  return entries.filter(([name]) => {
    const fine = name.length > 0 && name.length <= 100 && !name.startsWith('$') && name !== '__proto__';
    if (!fine) place.at(name).note('definition-invalid', name, 'a name has 1…100 characters and no $ in front');
    return fine;
  });
};

const listOf = (value: unknown, place: Place, most: number): unknown[] => {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    place.note('definition-invalid', value, 'give a list');
    return [];
  }
  if (value.length > most) {
    place.note('definition-too-large', value.length, `keep to at most ${most}`);
    return [];
  }
  return value;
};

/** Notes members that there are not. */
const onlyKnown = (value: Readonly<Record<string, unknown>>, known: readonly string[], place: Place): void => {
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) place.at(name).note('name-unknown', name, namesRemedy(name, known));
  }
};

const numberOf = (value: unknown, place: Place, fallback: number, from = -1e9, to = 1e9, whole = false): number => {
  if (value === undefined) return fallback;
  if (typeof value === 'number' && value >= from && value <= to && (!whole || Number.isInteger(value))) return value;
  place.note('definition-invalid', value, `give a ${whole ? 'whole ' : ''}number from ${from} to ${to}`);
  return fallback;
};

const textOf = (value: unknown, place: Place, fallback: string): string => {
  if (value === undefined) return fallback;
  if (typeof value === 'string' && value !== '' && value.length <= 200) return value;
  place.note('definition-invalid', value, 'give a text of 1…200 characters');
  return fallback;
};

const oneOf = <T extends string>(value: unknown, words: readonly T[], place: Place, fallback: T): T => {
  if (value === undefined) return fallback;
  if (words.includes(value as T)) return value as T;
  place.note('name-unknown', value, namesRemedy(value, words));
  return fallback;
};

function duration(value: unknown, place: Place): number;
function duration(value: unknown, place: Place, fallback: null): number | null;
function duration(value: unknown, place: Place, fallback?: null): number | null {
  if (value === undefined && fallback === null) return null;
  const ms = durationMs(value);
  if (ms === null) place.note('definition-invalid', value, DURATION);
  return ms ?? 1;
}

function read(value: unknown, place: Place, isFine: () => boolean): Lifecycle | null {
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

  // ── The tracking plan ────────────────────────────────────────────────────────────────────────────────────────────
  const plan = definition.events === undefined ? null : entriesOf(definition.events, place.at('events'), MOST.events);
  for (const [name, event] of plan ?? []) {
    const here = place.at('events').at(name);
    if (!isObject(event)) {
      here.note('definition-invalid', event, 'give an object such as { "properties": { "kind": "string" } }');
      continue;
    }
    onlyKnown(event, ['properties', 'description'], here);
    for (const [property, type] of entriesOf(event.properties, here.at('properties'), 200)) {
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
  const filter = (selector: unknown, where: unknown, at: Place, key: string): EventFilter =>
    readFilter(selector, where, at.at(key), at.at('where'), checkEvent);

  // ── Facts ────────────────────────────────────────────────────────────────────────────────────────────────────────
  const facts = new Map<string, Fact>();
  const factsAt = place.at('facts');
  for (const [name, fact] of entriesOf(definition.facts, factsAt, MOST.facts)) {
    const made = readFact(fact, factsAt.at(name), filter);
    if (made) facts.set(name, made);
  }
  /** Facts that follow from the definition; none can be named by it. */
  const own = (name: string, fact: Fact): string => {
    if (!facts.has(name)) facts.set(name, fact);
    return name;
  };
  const any: EventFilter = { names: [], types: [], all: true, referred: false, where: null };
  own('$start', { kind: 'first', filter: any, of: null, type: 'number' });

  // ── Milestones ───────────────────────────────────────────────────────────────────────────────────────────────────
  const milestonesAt = place.at('milestones');
  const milestones: Milestone[] = [];
  for (const [name, milestone] of entriesOf(definition.milestones, milestonesAt, MOST.milestones)) {
    const here = milestonesAt.at(name);
    if (!isObject(milestone)) {
      here.note('definition-invalid', milestone, 'give an object such as { "event": "Report Created" }');
      continue;
    }
    onlyKnown(milestone, ['event', 'where', 'count', 'within', 'aha', 'title'], here);
    if (milestone.aha !== undefined && typeof milestone.aha !== 'boolean')
      here.at('aha').note('definition-invalid', milestone.aha, 'give true or false');
    milestones.push({
      name,
      fact: own(`$milestone:${name}`, {
        kind: 'nth',
        n: numberOf(milestone.count, here.at('count'), 1, 1, SERIES_LENGTH, true),
        filter: filter(milestone.event, milestone.where, here, 'event'),
      }),
      withinMs: duration(milestone.within, here.at('within'), null),
      aha: milestone.aha === true,
      title: textOf(milestone.title, here.at('title'), name),
    });
  }

  // ── Conditions ───────────────────────────────────────────────────────────────────────────────────────────────────
  const stagesGiven = listOf(definition.stages, place.at('stages'), MOST.stages);
  const stageIds = stagesGiven
    .map((stage) => (isObject(stage) ? stage.id : undefined))
    .filter((id) => typeof id === 'string');
  const segmentsGiven = entriesOf(definition.segments, place.at('segments'), MOST.segments);
  const segmentNames = segmentsGiven.map(([name]) => name);
  const milestoneNames = milestones.map(({ name }) => name);
  const factNames = [...facts.keys()].filter((name) => !name.startsWith('$'));
  const experiments = readExperiments(definition, place.at('experiments'));

  const factLeaf = (name: string, compare: Compare, at: Place, nameAt: Place): ConditionLeaf | null => {
    const fact = facts.get(name);
    if (!fact) {
      nameAt.note('name-unknown', name, `there is no such fact; ${namesRemedy(name, factNames)}`);
      return null;
    }
    const type = typeOfFact(fact);
    const operands = compare.is === 'exists' ? [] : compare.is === 'in' ? compare.to : [compare.to];
    for (const operand of operands) {
      if (typeof operand !== type)
        at.note('type-mismatch', operand, `${name} is a ${type}, and no ${typeof operand} ever equals it`);
    }
    return { fact: name, compare };
  };
  /** `$name: a` or `$name: [a, b]`: any of them. */
  const anyNamed = (
    names: unknown,
    at: Place,
    declared: readonly unknown[] | null,
    leaf: (name: string) => Logic<ConditionLeaf>,
  ): PersonLogic => {
    const list = Array.isArray(names) ? (names as unknown[]) : [names];
    const any: PersonLogic[] = [];
    list.slice(0, 100).forEach((name, index) => {
      const here = Array.isArray(names) ? at.at(index) : at;
      if (typeof name !== 'string' || name === '' || name.length > 200)
        here.note('definition-invalid', name, 'give a name, or a list of names');
      else if (declared && !declared.includes(name))
        here.note('name-unknown', name, namesRemedy(name, declared as string[]));
      else any.push(leaf(name));
    });
    return any.length === 1 ? any[0]! : { any };
  };
  const track = (names: readonly string[], property: string, is: string): EventFilter => ({
    ...any,
    all: false,
    names,
    where: { leaf: { path: [property], compare: { is: 'eq', to: is } } },
  });
  const some = (fact: string): PersonLogic => ({ leaf: { fact, compare: { is: 'gt', to: 0 } } });
  const special =
    (kind: 'stage' | 'segment' | 'play') =>
    (name: string, asked: unknown, at: Place): PersonLogic | undefined => {
      switch (name) {
        case '$milestone':
          return anyNamed(asked, at, milestoneNames, (milestone) => ({ leaf: { milestone } }));
        case '$segment':
          return anyNamed(asked, at, segmentNames, (segment) => ({ leaf: { segment } }));
        case '$stage':
          if (kind === 'stage') {
            at.note('loop', asked, 'a stage cannot ask for a stage: the stage is the last one that holds');
            return { any: [] };
          }
          return anyNamed(asked, at, stageIds, (stage) => ({ leaf: { stage } }));
        case '$answered':
          return anyNamed(asked, at, null, (survey) =>
            some(
              own(`$answered:${survey}`, {
                kind: 'count',
                withinMs: null,
                filter: track(['Survey Submitted', 'Survey Answered'], 'survey_id', survey),
              }),
            ),
          );
        case '$referral': {
          if (typeof asked !== 'boolean') at.note('definition-invalid', asked, 'give true or false');
          const referred = some(
            own('$referral', { kind: 'count', withinMs: null, filter: { ...any, referred: true } }),
          );
          return asked === false ? { not: referred } : referred;
        }
        case '$experiment': {
          const all = entriesOf(asked, at, MOST.experiments).map(([experiment, variants]): PersonLogic => {
            const declared = experiments[experiment];
            if (!declared) {
              at.at(experiment).note('name-unknown', experiment, namesRemedy(experiment, Object.keys(experiments)));
              return { any: [] };
            }
            return anyNamed(variants, at.at(experiment), declared.variants, (variant) =>
              kind === 'play'
                ? { leaf: { assigned: experiment, variant } }
                : {
                    leaf: {
                      fact: own(`$viewed:${experiment}`, {
                        kind: 'first',
                        of: ['variation_name'],
                        type: 'string',
                        filter: track(['Experiment Viewed'], 'experiment_name', experiment),
                      }),
                      compare: { is: 'eq', to: variant },
                    },
                  },
            );
          });
          return { all };
        }
        case '$url':
          if (kind === 'play') return anyNamed(asked, at, null, (url) => ({ leaf: { url } }));
          at.note('definition-invalid', asked, 'only a play may ask for the page, as only a browser is on one');
          return { any: [] };
        default:
          return undefined;
      }
    };
  const specials = ['$milestone', '$stage', '$segment', '$answered', '$experiment', '$referral', '$url'];
  const condition = (asked: unknown, at: Place, kind: 'stage' | 'segment' | 'play'): PersonLogic => {
    const logic = readLogic<ConditionLeaf>(asked, at, {
      leaf: factLeaf,
      special: special(kind),
      specials,
    });
    const conflict = impossible(logic);
    if (conflict) at.note('condition-impossible', conflict, 'nothing can fulfil both: make one of them wider');
    return logic;
  };

  // ── Stages, segments, scores ─────────────────────────────────────────────────────────────────────────────────────
  const stages: Stage[] = [];
  stagesGiven.forEach((stage, index) => {
    const here = place.at('stages').at(index);
    if (!isObject(stage)) {
      here.note(
        'definition-invalid',
        stage,
        'give an object such as { "id": "activation", "enter": { "signups": { "$gte": 1 } } }',
      );
      return;
    }
    onlyKnown(stage, ['id', 'title', 'enter', 'exit'], here);
    const id = textOf(stage.id, here.at('id'), '');
    if (stage.id === undefined) here.at('id').note('definition-invalid', undefined, 'give the stage an id');
    if (stages.some((other) => other.id === id))
      here.at('id').note('definition-invalid', id, 'give each stage its own id');
    stages.push({
      id,
      title: textOf(stage.title, here.at('title'), id),
      enter: condition(stage.enter, here.at('enter'), 'stage'),
      exit: stage.exit === undefined ? null : condition(stage.exit, here.at('exit'), 'stage'),
    });
  });
  const segments = segmentsGiven.map(([name, when]) => ({
    name,
    when: condition(when, place.at('segments').at(name), 'segment'),
  }));
  const ordered = inOrderOfNeed(segments, stages, place);
  const score = (given: unknown, at: Place): Score | null =>
    readScore(given, at, facts, factNames, (when, here) => condition(when, here, 'segment'));

  // ── Plays ────────────────────────────────────────────────────────────────────────────────────────────────────────
  const widgets = entriesOf(definition.widgets, place.at('widgets'), MOST.widgets);
  for (const [name, widget] of widgets) {
    const here = place.at('widgets').at(name);
    if (!isObject(widget)) {
      here.note('definition-invalid', widget, 'give an object such as { "kind": "nps" }');
      continue;
    }
    if (widget.kind === undefined)
      here.at('kind').note('definition-invalid', undefined, `give one of ${WIDGET_KINDS.join(', ')}`);
    oneOf(widget.kind, WIDGET_KINDS, here.at('kind'), 'prompt');
    oneOf(widget.surface, SURFACES, here.at('surface'), 'corner');
    const items = listOf(widget.items, here.at('items'), 100);
    items.forEach((item, index) => {
      if (isObject(item) && item.milestone !== undefined && !milestoneNames.includes(item.milestone as string))
        here
          .at('items')
          .at(index)
          .at('milestone')
          .note('name-unknown', item.milestone, namesRemedy(item.milestone, milestoneNames));
    });
  }
  const widgetNames = widgets.map(([name]) => name);
  const plays: Play[] = [];
  listOf(definition.plays, place.at('plays'), MOST.plays).forEach((play, index) => {
    const here = place.at('plays').at(index);
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
    if (play.show !== undefined && !widgetNames.includes(play.show as string))
      here.at('show').note('name-unknown', play.show, namesRemedy(play.show, widgetNames));
    const on = isObject(play.on) ? play.on : null;
    if (play.on !== undefined && !on)
      here.at('on').note('definition-invalid', play.on, 'give an object such as { "event": "Survey Submitted" }');
    if (on) onlyKnown(on, ['event', 'where'], here.at('on'));
    const everyMs = duration(play.every, here.at('every'), null);
    plays.push({
      id,
      when: play.when === undefined ? null : condition(play.when, here.at('when'), 'play'),
      on: on && filter(on.event, on.where, here.at('on'), 'event'),
      show: typeof play.show === 'string' ? play.show : null,
      call: play.call === undefined ? null : textOf(play.call, here.at('call'), ''),
      afterMs: duration(play.after, here.at('after'), null) ?? 0,
      everyMs,
      max: play.max === undefined ? (everyMs === null ? 1 : null) : numberOf(play.max, here.at('max'), 1, 1, MAX_TIMES, true),
      priority: numberOf(play.priority, here.at('priority'), 0, -1_000, 1_000),
      holdout: numberOf(play.holdout, here.at('holdout'), 0, 0, 1),
    });
  });

  const offsetMs = readOffset(definition.utcOffset, place.at('utcOffset'));
  const health = score(definition.health, place.at('health'));
  const leadScore = score(definition.leadScore, place.at('leadScore'));
  const arbiter = readArbiter(definition.arbiter, place.at('arbiter'));
  if (!isFine()) return null;
  return {
    definition,
    version,
    hash: fingerprint({ ...definition, $schema: undefined }),
    offsetMs,
    facts,
    keys: new Map([...facts].map(([name, fact]) => [name, keyOf(fact, definition.utcOffset)])),
    milestones,
    stages,
    segments: ordered,
    health,
    leadScore,
    experiments,
    widgets: Object.fromEntries(widgets) as Lifecycle['widgets'],
    plays,
    arbiter,
  };
}

/** What a fact is kept under: where its meaning is the same, the same. */
const keyOf = (fact: Fact, utcOffset: string | undefined): string => {
  const text = canonical([fact, fact.kind === 'days' ? (utcOffset ?? '+00:00') : '']);
  return `${fact.kind}:${fnv1a32(text).toString(36)}${fnv1a32(`${text}\u0001`).toString(36)}`;
};

function readOffset(value: unknown, place: Place): number {
  if (value === undefined) return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):([0-5]\d)$/.exec(typeof value === 'string' ? value : '') ?? [];
  if (sign === undefined || Number(hours) > 14) {
    place.note('definition-invalid', value, 'give a fixed offset such as "+08:00"');
    return 0;
  }
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

const FACT_KINDS = {
  count: ['where', 'within'],
  sum: ['of', 'where', 'within'],
  days: ['where', 'within'],
  unique: ['of', 'where', 'within'],
  first: ['of', 'type', 'where'],
  last: ['of', 'type', 'where'],
  recency: ['where'],
  age: ['where'],
  sequence: ['within'],
  returned: ['after', 'where'],
  trait: ['type', 'of'],
} as const satisfies Record<string, readonly string[]>;
const TYPES = ['string', 'number', 'boolean'] as const;

function readFact(
  value: unknown,
  place: Place,
  filter: (selector: unknown, where: unknown, at: Place, key: string) => EventFilter,
): Fact | null {
  const kinds = Object.keys(FACT_KINDS) as (keyof typeof FACT_KINDS)[];
  const named = isObject(value) ? kinds.filter((kind) => value[kind] !== undefined) : [];
  if (!isObject(value) || named.length !== 1) {
    place.note('definition-invalid', value, `give an object with one of ${kinds.join(', ')}`);
    return null;
  }
  const kind = named[0]!;
  onlyKnown(value, [kind, ...FACT_KINDS[kind]], place);
  const path = (from: unknown): string[] => textOf(from, place.at('of'), 'value').split('.');
  const needsOf = (): string[] => {
    if (value.of === undefined)
      place.at('of').note('definition-invalid', undefined, `say which property: { "${kind}": …, "of": "revenue" }`);
    return path(value.of);
  };
  const needsType = () => {
    if (value.type === undefined)
      place.at('type').note('definition-invalid', undefined, `give the type: ${TYPES.join(', ')}`);
    return oneOf(value.type, TYPES, place.at('type'), 'string');
  };
  if (kind === 'trait') {
    const account = oneOf(value.of, ['person', 'account'], place.at('of'), 'person') === 'account';
    const type = account ? 'group' : 'identify';
    const name = textOf(value.trait, place.at('trait'), 'value');
    const only: EventFilter = { names: [], types: [type], all: false, referred: false, where: null };
    return { kind: 'last', of: [name], type: needsType(), takesBack: true, filter: only };
  }
  if (kind === 'sequence') {
    const steps = listOf(value.sequence, place.at('sequence'), MAX_STEPS);
    if (steps.length < 2) place.at('sequence').note('definition-invalid', value.sequence, `give 2…${MAX_STEPS} steps`);
    return {
      kind,
      withinMs: duration(value.within, place.at('within')),
      steps: steps.map((step, index) => {
        const here = place.at('sequence').at(index);
        if (!isObject(step)) return filter(step, undefined, place.at('sequence'), index as unknown as string);
        onlyKnown(step, ['event', 'where'], here);
        return filter(step.event, step.where, here, 'event');
      }),
    };
  }
  const only = filter(value[kind], value.where, place, kind);
  const withinMs =
    kind === 'count' || kind === 'sum' || kind === 'days' || kind === 'unique'
      ? duration(value.within, place.at('within'), null)
      : null;
  switch (kind) {
    case 'sum':
    case 'unique':
      return { kind, filter: only, of: needsOf(), withinMs };
    case 'count':
    case 'days':
      return { kind, filter: only, withinMs };
    case 'first':
    case 'last':
      if (value.of === undefined) {
        if (value.type !== undefined)
          place.at('type').note('definition-invalid', value.type, 'without "of" it is a time, a number');
        return { kind, filter: only, of: null, type: 'number' };
      }
      return { kind, filter: only, of: path(value.of), type: needsType() };
    case 'returned':
      return { kind, filter: only, afterMs: duration(value.after, place.at('after')) };
    default:
      return { kind, filter: only };
  }
}

function readScore(
  value: unknown,
  place: Place,
  facts: ReadonlyMap<string, Fact>,
  factNames: readonly string[],
  condition: (when: unknown, at: Place) => PersonLogic,
): Score | null {
  if (value === undefined) return null;
  if (!isObject(value)) {
    place.note('definition-invalid', value, 'give an object such as { "signals": […], "warnBelow": 40 }');
    return null;
  }
  onlyKnown(value, ['signals', 'warnBelow'], place);
  const signals: Signal[] = [];
  listOf(value.signals, place.at('signals'), MOST.signals).forEach((signal, index) => {
    const here = place.at('signals').at(index);
    if (!isObject(signal)) {
      here.note(
        'definition-invalid',
        signal,
        'give an object such as { "fact": "active_days", "from": 0, "to": 12, "points": 40 }',
      );
      return;
    }
    if (signal.points === undefined) here.at('points').note('definition-invalid', undefined, 'give the points');
    const points = numberOf(signal.points, here.at('points'), 0, -10_000, 10_000);
    if (signal.when !== undefined) {
      onlyKnown(signal, ['when', 'points', 'name'], here);
      const name = textOf(signal.name, here.at('name'), `signal ${index + 1}`);
      signals.push({ name, points, when: condition(signal.when, here.at('when')) });
      return;
    }
    onlyKnown(signal, ['fact', 'from', 'to', 'points', 'name'], here);
    const fact = signal.fact as string;
    const known = factNames.includes(fact);
    if (!known) here.at('fact').note('name-unknown', fact, namesRemedy(fact, factNames));
    else if (typeOfFact(facts.get(fact)!) !== 'number')
      here.at('fact').note('type-mismatch', fact, 'a signal needs a fact that is a number');
    for (const end of ['from', 'to'] as const) {
      if (signal[end] === undefined) here.at(end).note('definition-invalid', undefined, 'give a number');
    }
    const from = numberOf(signal.from, here.at('from'), 0, -1e12, 1e12);
    const to = numberOf(signal.to, here.at('to'), 1, -1e12, 1e12);
    if (from === to) here.at('to').note('condition-impossible', to, 'let "to" differ from "from"');
    signals.push({ name: textOf(signal.name, here.at('name'), known ? fact : ''), points, fact, from, to });
  });
  if (signals.length === 0) place.at('signals').note('definition-invalid', value.signals, 'give at least one signal');
  return {
    signals,
    warnBelow: value.warnBelow === undefined ? null : numberOf(value.warnBelow, place.at('warnBelow'), 0),
  };
}

function readExperiments(definition: LifecycleDefinition, place: Place): Lifecycle['experiments'] {
  const fine: Record<string, Lifecycle['experiments'][string]> = {};
  for (const [name, experiment] of entriesOf(definition.experiments, place, MOST.experiments)) {
    const here = place.at(name);
    if (!isObject(experiment)) {
      here.note('definition-invalid', experiment, 'give an object such as { "variants": ["control", "new"] }');
      continue;
    }
    onlyKnown(experiment, ['variants', 'weights', 'coverage', 'by', 'namespace', 'seed'], here);
    const variants = listOf(experiment.variants, here.at('variants'), MAX_VARIANTS);
    if (
      variants.length < 2 ||
      new Set(variants).size !== variants.length ||
      !variants.every((one) => typeof one === 'string' && one !== '')
    )
      here.at('variants').note('definition-invalid', experiment.variants, `give 2…${MAX_VARIANTS} different names`);
    const weights = listOf(experiment.weights, here.at('weights'), MAX_VARIANTS);
    const sum = weights.reduce(
      (total: number, weight) => total + (typeof weight === 'number' && weight >= 0 ? weight : 2),
      0,
    );
    if (experiment.weights !== undefined && (weights.length !== variants.length || sum > 1.000_001 || sum <= 0))
      here
        .at('weights')
        .note(
          'definition-invalid',
          experiment.weights,
          'give a share from 0 to 1 for each variant, together at most 1',
        );
    numberOf(experiment.coverage, here.at('coverage'), 1, 0, 1);
    oneOf(experiment.by, ['person', 'account'], here.at('by'), 'person');
    textOf(experiment.seed, here.at('seed'), name);
    const { namespace } = experiment;
    if (namespace !== undefined) {
      const range: unknown[] = isObject(namespace) && Array.isArray(namespace.range) ? namespace.range : [];
      const [from, to] = range;
      const isRange = typeof from === 'number' && typeof to === 'number' && from >= 0 && to <= 1 && from < to;
      if (!isObject(namespace) || typeof namespace.id !== 'string' || range.length !== 2 || !isRange)
        here.at('namespace').note('definition-invalid', namespace, 'give { "id": "onboarding", "range": [0, 0.5] }');
    }
    fine[name] = experiment as unknown as Lifecycle['experiments'][string];
  }
  return fine;
}

function readArbiter(value: unknown, place: Place): Arbiter {
  const given = isObject(value) ? value : {};
  if (value !== undefined && !isObject(value))
    place.note('definition-invalid', value, 'give an object such as { "quiet": { "nps": "90d" } }');
  onlyKnown(given, ['quiet', 'surfaces', 'outcomes'], place);
  const durations = (from: unknown, at: Place, names: readonly string[]): Record<string, number> =>
    Object.fromEntries(
      entriesOf(from, at, 50).map(([name, text]) => {
        oneOf(name, names, at.at(name), names[0]!);
        return [name, duration(text, at.at(name))];
      }),
    );
  const inMs = (texts: Readonly<Record<string, string>>): Record<string, number> =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, durationMs(text)!]));
  const surfaces = entriesOf(given.surfaces, place.at('surfaces'), 10).map(([name, budget]) => {
    const here = place.at('surfaces').at(name);
    oneOf(name, SURFACES, here, 'corner');
    const { max, every } = isObject(budget) ? budget : { max: undefined, every: undefined };
    if (!isObject(budget))
      here.note('definition-invalid', budget, 'give an object such as { "max": 1, "every": "1d" }');
    else onlyKnown(budget, ['max', 'every'], here);
    return [
      name,
      { max: numberOf(max, here.at('max'), 1, 1, 1_000, true), everyMs: duration(every, here.at('every')) },
    ] as const;
  });
  return {
    quietMs: { ...inMs(QUIET), ...durations(given.quiet, place.at('quiet'), ['*', ...WIDGET_KINDS]) },
    surfaces: Object.fromEntries(surfaces),
    outcomesMs: {
      ...inMs(OUTCOMES),
      ...durations(given.outcomes, place.at('outcomes'), Object.keys(OUTCOMES)),
    } as unknown as Arbiter['outcomesMs'],
  };
}

/** Segments so that each comes after those it asks for; notes those that ask for themselves. */
function inOrderOfNeed(segments: Lifecycle['segments'], stages: readonly Stage[], place: Place): Lifecycle['segments'] {
  const byName = new Map(segments.map((segment) => [segment.name, segment]));
  const ordered = new Set<Lifecycle['segments'][number]>();
  const need = (logic: PersonLogic, way: readonly string[]): void => {
    for (const leaf of leaves(logic)) {
      if ('segment' in leaf) visit(leaf.segment, way);
      // The stage asks for whatever any stage asks for.
      if ('stage' in leaf) visitStages(way);
    }
  };
  const loop = (way: readonly string[], back: string): void => {
    const round = [...way.slice(way.indexOf(back)), back].join(' → ');
    const [first] = way;
    const at = first === '$stage' ? place.at('stages') : place.at('segments').at(first!);
    at.note('loop', round, 'nothing may ask for itself: leave one of them out');
  };
  let stagesDone = false;
  const visitStages = (way: readonly string[]): void => {
    if (way.includes('$stage')) return loop(way, '$stage');
    if (stagesDone) return;
    for (const { enter, exit } of stages) {
      need(enter, [...way, '$stage']);
      if (exit) need(exit, [...way, '$stage']);
    }
    stagesDone = true;
  };
  const visit = (name: string, way: readonly string[]): void => {
    const segment = byName.get(name);
    if (!segment || ordered.has(segment)) return;
    if (way.includes(name)) return loop(way, name);
    need(segment.when, [...way, name]);
    ordered.add(segment);
  };
  visitStages([]);
  for (const { name } of segments) visit(name, []);
  return [...ordered];
}

/** Two comparisons of one fact that must both hold and never can, as text; null where there are none. */
function impossible(logic: PersonLogic): string | null {
  const ranges = new Map<string, { from: number; to: number; open: boolean; text: string[] }>();
  const walk = (part: PersonLogic): string | null => {
    if ('all' in part) {
      for (const each of part.all) {
        const conflict = walk(each);
        if (conflict) return conflict;
      }
    }
    if (!('leaf' in part) || !('fact' in part.leaf)) return null;
    const { fact, compare } = part.leaf;
    if (compare.is === 'exists' || compare.is === 'in' || typeof compare.to !== 'number') return null;
    const range = ranges.get(fact) ?? { from: -Infinity, to: Infinity, open: false, text: [] };
    ranges.set(fact, range);
    const { is, to } = compare;
    range.text.push(`${fact} ${is} ${to}`);
    if (is !== 'lt' && is !== 'lte' && to >= range.from) {
      range.open = is === 'gt' || (range.open && to === range.from);
      range.from = to;
    }
    if (is !== 'gt' && is !== 'gte' && to <= range.to) {
      range.open ||= is === 'lt';
      range.to = to;
    }
    const empty = range.from > range.to || (range.from === range.to && range.open);
    return empty ? range.text.join(' and ') : null;
  };
  return walk(logic);
}
