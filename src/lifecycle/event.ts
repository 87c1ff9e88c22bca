import type { Where } from './definition.js';
import { fulfils, holds, isObject, readLogic, type Compare, type Logic } from './logic.js';
import type { Place } from './mistake.js';
import { hasOwn } from '../wire/has-own.js';

/** One event of a person, as far as a lifecycle looks at it. */
export interface LifecycleEvent {
  readonly messageId: string;
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly type: 'track' | 'page' | 'screen' | 'identify' | 'group' | 'alias';
  /** The name of a `track`; else empty. */
  readonly event: string;
  /** Properties; traits of `identify` and `group`. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Whether its attribution names a referral code. */
  readonly referred?: boolean;
}

/** What nobody did: reports of a state, what was only shown, what the product's server does. docs/lifecycle.md names them all. */
export const NOT_DONE: readonly string[] = [
  'Activation Milestone Reached',
  'Stage Entered',
  'Health Changed',
  'Experiment Viewed',
  'Prompt Suppressed',
  'Events Dropped',
  ...['Survey', 'Checklist', 'Referral Prompt', 'Promotion', 'Rewards'].map((what) => `${what} Viewed`),
  'Web Vital Measured',
  'Order Refunded',
  'Order Cancelled',
  'Order Updated',
  'Points Earned',
  'Referral Reward Granted',
];

/** A value inside an event's properties or traits. */
export interface PropertyLeaf {
  readonly path: readonly string[];
  readonly compare: Compare;
}

/** Which events are meant: those of any of the names or types, or all that a person did, that fulfil `where`. */
export interface EventFilter {
  readonly names: readonly string[];
  readonly types: readonly ('page' | 'identify' | 'group')[];
  readonly all: boolean;
  readonly referred: boolean;
  readonly where: Logic<PropertyLeaf> | null;
}

/** Whatever a person did. */
export const ANY_EVENT: EventFilter = { names: [], types: [], all: true, referred: false, where: null };

const TYPES = { $page: 'page', $identify: 'identify', $group: 'group' } as const;

/** Reads a selector and a `where`; `check` notes names that there are not, and `activity` is what `*` stands for. */
export function readFilter(
  selector: unknown,
  where: unknown,
  place: Place,
  wherePlace: Place,
  check: (name: string, place: Place) => void,
  activity = ANY_EVENT,
): EventFilter {
  const list: readonly unknown[] = Array.isArray(selector) ? selector : [selector];
  const names: string[] = [];
  const types: ('page' | 'identify' | 'group')[] = [];
  let all = false;
  if (list.length === 0 || list.length > 100) place.note('definition-invalid', selector, 'name 1…100 events');
  list.forEach((name, index) => {
    const at = Array.isArray(selector) ? place.at(index) : place;
    if (name === '*') {
      names.push(...activity.names);
      types.push(...activity.types);
      all ||= activity.all;
    } else if (typeof name === 'string' && hasOwn(TYPES, name)) types.push(TYPES[name as keyof typeof TYPES]);
    else if (typeof name !== 'string' || name === '' || name.startsWith('$'))
      at.note('definition-invalid', name, `name an event, "*", ${Object.keys(TYPES).join(', ')}`);
    else {
      check(name, at);
      names.push(name);
    }
  });
  return {
    names,
    types,
    all,
    referred: false,
    where: where === undefined ? null : readWhere(where as Where, wherePlace),
  };
}

function readWhere(where: Where, place: Place): Logic<PropertyLeaf> {
  return readLogic<PropertyLeaf>(where, place, { leaf: (name, compare) => ({ path: name.split('.'), compare }) });
}

/** The value at a path of own properties; undefined where there is none. */
export function valueAt(values: unknown, path: readonly string[]): unknown {
  let value = values;
  for (const key of path) {
    if (!isObject(value) || !hasOwn(value, key)) return undefined;
    value = value[key];
  }
  // As JSON writes it.
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}

export function fits({ names, types, all, referred, where }: EventFilter, event: LifecycleEvent): boolean {
  const { type } = event;
  const named =
    type === 'track'
      ? names.includes(event.event) || (all && !NOT_DONE.includes(event.event))
      : (all && type !== 'alias') || types.includes((type === 'screen' ? 'page' : type) as 'page');
  return (
    named &&
    (!referred || event.referred === true) &&
    (where === null || holds(where, ({ path, compare }) => fulfils(valueAt(event.values, path), compare)))
  );
}
