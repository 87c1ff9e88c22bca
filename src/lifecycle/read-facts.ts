import type { EventFilter } from './event.js';
import type { Fact } from './fact.js';
import { isObject } from './logic.js';
import type { Place } from './mistake.js';
import type { ReadEvents } from './read-events.js';
import { durationOf, entriesOf, listOf, oneOf, onlyKnown, textOf } from './read-parts.js';

const MAX_FACTS = 200;
const MAX_STEPS = 16;

/** The facts of a definition, and those that turn out to follow from the rest of it. */
export interface Facts {
  readonly byName: ReadonlyMap<string, Fact>;
  /** Of those that the definition itself names. */
  readonly names: readonly string[];
  /** Adds one that follows, whose name begins with `$`, which no name of the definition does. Returns the name. */
  own(name: string, fact: Fact): string;
}

/** Reads the facts; `$start`, the time of a person's first event that `start` means, is always among them. */
export function readFacts(value: unknown, place: Place, filter: ReadEvents['filter'], start: EventFilter): Facts {
  const byName = new Map<string, Fact>();
  for (const [name, fact] of entriesOf(value, place, MAX_FACTS)) {
    const made = readFact(fact, place.at(name), filter);
    // Of a kind that takes none it has been noted as unknown.
    if (made) byName.set(name, { ...made, ...onceOf((fact as { once?: unknown }).once, place.at(name)) } as Fact);
  }
  const names = [...byName.keys()];
  byName.set('$start', { kind: 'first', filter: start, of: null, type: 'number' });
  return {
    byName,
    names,
    own(name, fact) {
      if (!byName.has(name)) byName.set(name, fact);
      return name;
    },
  };
}

/** Each kind of fact and the options it takes. */
export const FACT_KINDS = {
  count: ['where', 'within', 'once'],
  sum: ['of', 'minus', 'where', 'within', 'once'],
  days: ['where', 'within', 'once'],
  streak: ['where', 'today', 'once'],
  unique: ['of', 'where', 'within', 'once'],
  first: ['of', 'type', 'where'],
  last: ['of', 'type', 'where', 'once'],
  recency: ['where', 'once'],
  age: ['where'],
  sequence: ['within'],
  returned: ['after', 'where', 'once'],
  trait: ['type', 'of'],
} as const satisfies Record<string, readonly string[]>;
const TYPES = ['string', 'number', 'boolean'] as const;

/** The member `once` of a fact: the path of an id. */
export function onceOf(value: unknown, place: Place): { readonly once?: readonly string[] } {
  return value === undefined ? {} : { once: textOf(value, place.at('once'), 'id').split('.') };
}

function readFact(value: unknown, place: Place, filter: ReadEvents['filter']): Fact | null {
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
      withinMs: durationOf(value.within, place.at('within')),
      steps: steps.map((step, index) => {
        const here = place.at('sequence').at(index);
        if (!isObject(step)) return filter(step, undefined, place.at('sequence'), index);
        onlyKnown(step, ['event', 'where'], here);
        return filter(step.event, step.where, here, 'event');
      }),
    };
  }
  const only = filter(value[kind], value.where, place, kind);
  const withinMs =
    kind === 'count' || kind === 'sum' || kind === 'days' || kind === 'unique'
      ? durationOf(value.within, place.at('within'), null)
      : null;
  switch (kind) {
    case 'sum':
    case 'unique':
      return {
        kind: kind as 'sum',
        filter: only,
        of: needsOf(),
        withinMs,
        ...(kind === 'sum' && value.minus !== undefined && { minus: filter(value.minus, value.where, place, 'minus') }),
      };
    case 'count':
    case 'days':
      return { kind, filter: only, withinMs };
    case 'streak':
      if (value.today !== undefined && typeof value.today !== 'boolean')
        place.at('today').note('definition-invalid', value.today, 'give true or false');
      return { kind, filter: only, today: value.today === true };
    case 'first':
    case 'last':
      if (value.of === undefined) {
        if (value.type !== undefined)
          place.at('type').note('definition-invalid', value.type, 'without "of" it is a time, a number');
        return { kind, filter: only, of: null, type: 'number' };
      }
      return { kind, filter: only, of: path(value.of), type: needsType() };
    case 'returned':
      return { kind, filter: only, afterMs: durationOf(value.after, place.at('after')) };
    default:
      return { kind, filter: only };
  }
}
