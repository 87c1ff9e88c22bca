/** A definition as it is worked with: read once, checked, names resolved. */
import type {
  ArbiterDefinition,
  ExperimentDefinition,
  LifecycleDefinition,
  ValueType,
  WidgetDefinition,
} from './definition.js';
import type { EventFilter } from './event.js';
import type { Fact } from './fact.js';
import type { Compare, Logic } from './logic.js';
import type { WidgetState } from './port.js';
import type { Asked } from './state.js';

/** What a condition asks about a person. */
export type ConditionLeaf =
  | { readonly fact: string; readonly compare: Compare }
  | { readonly milestone: string }
  | { readonly stage: string }
  | { readonly segment: string }
  /** The variant that the person is assigned; in plays only. */
  | { readonly assigned: string; readonly variant: string }
  /** The page's path; in plays only. */
  | { readonly url: string };
export type PersonLogic = Logic<ConditionLeaf>;

export interface Milestone {
  readonly name: string;
  /** The fact that tells its time, of kind `nth`. */
  readonly fact: string;
  /** The goal, after the person's first event; null for none. */
  readonly withinMs: number | null;
  readonly aha: boolean;
  readonly title: string;
}

export interface Stage {
  readonly id: string;
  readonly title: string;
  readonly enter: PersonLogic;
  readonly exit: PersonLogic | null;
}

export type Signal =
  | {
      readonly name: string;
      readonly points: number;
      readonly fact: string;
      readonly from: number;
      readonly to: number;
    }
  | { readonly name: string; readonly points: number; readonly when: PersonLogic };

export interface Score {
  readonly signals: readonly Signal[];
  readonly warnBelow: number | null;
}

export interface Play {
  readonly id: string;
  readonly when: PersonLogic | null;
  readonly on: EventFilter | null;
  /** The widget's name, or the callback's. */
  readonly show: string | null;
  readonly call: string | null;
  readonly afterMs: number;
  readonly everyMs: number | null;
  readonly max: number | null;
  readonly priority: number;
  readonly holdout: number;
}

/** A checklist as far as the lifecycle goes. */
export interface Checklist {
  /** All that its items ask for. */
  readonly conditions: readonly PersonLogic[];
  /** Its items as they are for a person. */
  readonly state: (person: Asked) => Pick<WidgetState, 'items' | 'completed' | 'hiddenUntil'>;
}

export interface Arbiter {
  readonly quietMs: Readonly<Record<string, number>>;
  readonly surfaces: Readonly<Record<string, { readonly max: number; readonly everyMs: number }>>;
  readonly outcomesMs: Readonly<Record<keyof NonNullable<ArbiterDefinition['outcomes']>, number>>;
}

export interface Lifecycle {
  /** As it was given, with its preset's parts. */
  readonly definition: LifecycleDefinition;
  readonly version: number;
  /** Of the definition's meaning: 16 hexadecimal digits. */
  readonly hash: string;
  /** Where days begin, in milliseconds east of UTC. */
  readonly offsetMs: number;
  /**
   * All facts by name, those of the definition and those that follow from it: `$start` (the time of the first event),
   * `$milestone:<name>`, `$answered:<survey>`, `$viewed:<experiment>`, `$referral`, `$item…` (a checklist's own).
   */
  readonly facts: ReadonlyMap<string, Fact>;
  /** What a fact is kept under: the same meaning has the same key in every definition. */
  readonly keys: ReadonlyMap<string, string>;
  readonly milestones: readonly Milestone[];
  readonly stages: readonly Stage[];
  /** In an order in which each comes after those that it asks for. */
  readonly segments: readonly { readonly name: string; readonly when: PersonLogic }[];
  readonly health: Score | null;
  readonly leadScore: Score | null;
  readonly experiments: Readonly<Record<string, ExperimentDefinition>>;
  readonly widgets: Readonly<Record<string, WidgetDefinition>>;
  /** Of each widget that is a checklist. */
  readonly checklists: Readonly<Record<string, Checklist>>;
  readonly plays: readonly Play[];
  readonly arbiter: Arbiter;
}

/** The type of a fact's values. */
export const typeOfFact = (fact: Fact): ValueType => ('type' in fact ? fact.type : 'number');
