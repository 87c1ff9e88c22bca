/**
 * The lifecycle definition as people write it: one JSON document, the same in the browser and in SQL. What each part means:
 * docs/lifecycle.md; its JSON Schema: docs/lifecycle.schema.json.
 */

import type { WidgetKind } from '../wire/widget-subjects.js';

/** A number and a unit: `20s`, `15m`, `12h`, `90d`, `2w`. */
export type Duration = string;

/** What a comparison compares with. */
export type Scalar = string | number | boolean | null;

/** What a named value must fulfil: a scalar is `$eq`. Two-valued: what is missing or of another type fulfils no comparison. */
export type Test =
  | Scalar
  | {
      readonly $eq?: Scalar;
      readonly $ne?: Scalar;
      readonly $gt?: number;
      readonly $gte?: number;
      readonly $lt?: number;
      readonly $lte?: number;
      readonly $in?: readonly Scalar[];
      readonly $nin?: readonly Scalar[];
      readonly $exists?: boolean;
      readonly $not?: Test;
    };

/** Tests of properties by their name, all of which hold; a dot reaches into an object. MongoDB's query operators, a typed subset. */
export type Where = { readonly [property: string]: Test | readonly Where[] | Where | undefined } & {
  readonly $and?: readonly Where[];
  readonly $or?: readonly Where[];
  readonly $nor?: readonly Where[];
  readonly $not?: Where;
};

/** Tests of facts by their name, and of what is not a fact. */
export type Condition = { readonly [fact: string]: unknown } & {
  readonly $and?: readonly Condition[];
  readonly $or?: readonly Condition[];
  readonly $nor?: readonly Condition[];
  readonly $not?: Condition;
  /** The milestone has been reached; of a list, any. */
  readonly $milestone?: string | readonly string[];
  /** The person is in the stage; of a list, in any. */
  readonly $stage?: string | readonly string[];
  readonly $segment?: string | readonly string[];
  /** The survey has an answer. */
  readonly $answered?: string | readonly string[];
  /** In a play: the variant that the person is assigned. Elsewhere: the one that they were first shown. */
  readonly $experiment?: { readonly [experiment: string]: string | readonly string[] };
  /** In a play only: the page's path, `*` stands for anything: `/reports/*`. */
  readonly $url?: string | readonly string[];
  /** Whether a referral code brought the person. */
  readonly $referral?: boolean;
};

/**
 * Which events: a name of `track`, several, `*` for all that a person does, `$page`, `$identify` or `$group` for the other calls.
 * What a person does is the definition's `activity`, or what docs/lifecycle.md lists.
 */
export type EventSelector = string | readonly string[];

interface OfEvents {
  readonly where?: Where;
}
interface Recent {
  /** Only the last so long: after t − within, up to t. The latest 1,000 of them are looked at. */
  readonly within?: Duration;
}
interface Once {
  /**
   * The property with the id of what the event is about, such as `order_id`: of the events with one id, only the first counts. The latest
   * 1,000 events are looked at. An event without an id counts by itself.
   */
  readonly once?: string;
}
export type ValueType = 'string' | 'number' | 'boolean';

/** An aggregate of one person's events up to t, or a trait. */
export type FactDefinition =
  /** How many. */
  | ({ readonly count: EventSelector } & OfEvents & Recent & Once)
  /** The sum of a number among the properties, to four decimal places. */
  | ({
      readonly sum: EventSelector;
      readonly of: string;
      /** Events whose numbers are subtracted, such as refunds. Each counts, whatever `once` says. */
      readonly minus?: EventSelector;
    } & OfEvents &
      Recent &
      Once)
  /** On how many different days. */
  | ({ readonly days: EventSelector } & OfEvents & Recent & Once)
  /** On how many days in a row up to today, or to yesterday as today is not over; with `today`, none unless today is among them. */
  | ({ readonly streak: EventSelector; readonly today?: boolean } & OfEvents & Once)
  /** How many different texts, numbers or truth values a property had; at most 1,000. */
  | ({ readonly unique: EventSelector; readonly of: string } & OfEvents & Recent & Once)
  /** When first or last (epoch milliseconds); with `of`, a property of that event, of the declared type. */
  | ({ readonly first: EventSelector; readonly of?: string; readonly type?: ValueType } & OfEvents)
  | ({ readonly last: EventSelector; readonly of?: string; readonly type?: ValueType } & OfEvents & Once)
  /** How many days ago the last one was; a fraction counts. */
  | ({ readonly recency: EventSelector } & OfEvents & Once)
  /** How many days ago the first one was; a fraction counts. */
  | ({ readonly age: EventSelector } & OfEvents)
  /** How many of the steps were taken in this order, the last of them no later than `within` after the first. */
  | {
      readonly sequence: readonly (string | { readonly event: EventSelector; readonly where?: Where })[];
      readonly within: Duration;
    }
  /** How often one came at least `after` later than the one before. */
  | ({ readonly returned: EventSelector; readonly after: Duration } & OfEvents & Once)
  /** The latest value of a trait of the person, or of their account, where it is of the declared type. */
  | { readonly trait: string; readonly type: ValueType; readonly of?: 'person' | 'account' };

export interface MilestoneDefinition {
  readonly event: EventSelector;
  readonly where?: Where;
  /** How many matching events it takes. Default 1. */
  readonly count?: number;
  /** The property with the id of what the event is about: of the events with one id, only the first counts. */
  readonly once?: string;
  /** The goal: so long after the person's first event, or after the definition's `since`. One reached later is reached, late. */
  readonly within?: Duration;
  /** Whether this is where people see what the product is good for. */
  readonly aha?: boolean;
  readonly title?: string;
}

export interface StageDefinition {
  readonly id: string;
  readonly title?: string;
  readonly enter: Condition;
  readonly exit?: Condition;
}

/** Points for a fact between `from` (none) and `to` (all), or for a condition that holds. */
export type SignalDefinition =
  | {
      readonly fact: string;
      readonly from: number;
      readonly to: number;
      readonly points: number;
      readonly name?: string;
    }
  | { readonly when: Condition; readonly points: number; readonly name?: string };

export interface ScoreDefinition {
  readonly signals: readonly SignalDefinition[];
  /** Below it, the level is `warning`, else `healthy`. */
  readonly warnBelow?: number;
}

export interface ExperimentDefinition {
  readonly variants: readonly string[];
  /** Shares of the variants; together at most 1, the rest takes no part. Default: equal. */
  readonly weights?: readonly number[];
  /** Share of people that takes part. Default 1. */
  readonly coverage?: number;
  /** Whom a variant is assigned to. Default: person. */
  readonly by?: 'person' | 'account';
  /** Experiments of one namespace exclude each other: each has a range of it, such as `[0, 0.5]`. */
  readonly namespace?: { readonly id: string; readonly range: readonly [number, number] };
  /** What is hashed with the id; default: the experiment's name. */
  readonly seed?: string;
}

export interface WidgetDefinition {
  readonly kind: WidgetKind;
  /** Where it is shown by a play. Default: corner. */
  readonly surface?: 'corner' | 'modal' | 'banner' | 'inline';
  readonly [setting: string]: unknown;
}

/** What is done for a person, and when. */
export interface PlayDefinition {
  readonly id: string;
  /** As long as this holds; or … */
  readonly when?: Condition;
  /** … when this happens. With both, `when` must hold then. */
  readonly on?: { readonly event: EventSelector; readonly where?: Where };
  /** The widget that is shown, by its name; or … */
  readonly show?: string;
  /** … the name that the page's own callback listens to. */
  readonly call?: string;
  /** Only so long after `when` began to hold or `on` happened. */
  readonly after?: Duration;
  /** Not again before. Default: once each time that `when` begins to hold or `on` happens. */
  readonly every?: Duration;
  /** So many times ever, at most 100. Default: 1, or without end where there is an `every`. */
  readonly max?: number;
  /** The greater goes first; it grows by one for each day that a play waits. Default 0. */
  readonly priority?: number;
  /** Share of people for whom it is never done, so that its effect can be measured. Default 0. */
  readonly holdout?: number;
}

export interface ArbiterDefinition {
  /** How long nothing of the kind is shown after one was; `*` for any kind after any. Defaults: docs/lifecycle.md. */
  readonly quiet?: { readonly [kind: string]: Duration };
  /** How many may be shown on a surface in how long. */
  readonly surfaces?: { readonly [surface: string]: { readonly max: number; readonly every: Duration } };
  /** How long a play stays away after each outcome. */
  readonly outcomes?: { readonly [outcome in 'answered' | 'dismissed' | 'snoozed' | 'ignored']?: Duration };
}

/** A property of an event: its type; with a question mark it may be left out. */
export type PropertyType =
  'string' | 'number' | 'integer' | 'boolean' | 'string?' | 'number?' | 'integer?' | 'boolean?';

export type PresetName = 'aarrr' | 'clv' | 'engagement' | 'purchase' | 'journey';

export interface LifecycleDefinition {
  readonly $schema?: string;
  /** Yours to count up when what it means changes; told with each event that follows from it. */
  readonly version: number;
  /** Facts and stages to begin with; what the definition says itself goes first. */
  readonly preset?: PresetName;
  /** Where days begin, as `+08:00`; default: UTC. A fixed offset, as days must be the same for everybody. */
  readonly utcOffset?: string;
  /** What a person does: what `*` stands for. Default: docs/lifecycle.md, Events. */
  readonly activity?: EventSelector;
  /** From when goals and the time to value are counted: the first of these events, such as `Signed Up`. Default: the person's first event. */
  readonly since?: EventSelector;
  /** The tracking plan. Where it is given, every name of the definition must be in it. */
  readonly events?: {
    readonly [event: string]: {
      readonly properties?: { readonly [name: string]: PropertyType };
      readonly description?: string;
    };
  };
  readonly facts?: { readonly [name: string]: FactDefinition };
  readonly milestones?: { readonly [name: string]: MilestoneDefinition };
  readonly stages?: readonly StageDefinition[];
  readonly segments?: { readonly [name: string]: Condition };
  readonly health?: ScoreDefinition;
  readonly leadScore?: ScoreDefinition;
  readonly experiments?: { readonly [name: string]: ExperimentDefinition };
  readonly widgets?: { readonly [name: string]: WidgetDefinition };
  readonly plays?: readonly PlayDefinition[];
  readonly arbiter?: ArbiterDefinition;
}
