/**
 * The tracking plan as TypeScript sees it: names of events, and their properties.
 */
import type { LifecycleDefinition, PropertyType } from './definition.js';

/** Events that Ahaloop's widgets, reports and presets speak of: known wherever a tracking plan is. */
export type KnownEvent =
  | 'Activation Milestone Reached'
  | 'Stage Entered'
  | 'Health Changed'
  | 'Experiment Viewed'
  | 'Prompt Suppressed'
  | 'Events Dropped'
  | 'Web Vital Measured'
  | `Checklist ${'Viewed' | 'Clicked' | 'Item Completed' | 'Item Reopened' | 'Completed' | 'Dismissed' | 'Snoozed' | 'Restored'}`
  | `Survey ${'Viewed' | 'Answered' | 'Submitted' | 'Dismissed' | 'Snoozed'}`
  | `Referral ${'Prompt Viewed' | 'Shared' | 'Link Opened' | 'Attributed' | 'Reward Granted'}`
  | `Promotion ${'Viewed' | 'Clicked' | 'Dismissed' | 'Snoozed'}`
  | `Rewards ${'Viewed' | 'Dismissed'}`
  | 'Signed Up'
  | 'Product Viewed'
  | 'Product Added'
  | 'Checkout Started'
  | `Order ${'Completed' | 'Refunded' | 'Cancelled' | 'Updated'}`
  | 'Points Earned';

/** The names that may be tracked: of the plan and Ahaloop's own; any where there is no plan. */
export type EventNames<D extends LifecycleDefinition> = D extends { readonly events: infer Plan }
  ? Extract<keyof Plan, string> | KnownEvent
  : string;

/** The properties of an event, as its plan has them; any where it has none. More than the plan has may be given. */
export type PropertiesOf<D extends LifecycleDefinition, Name extends string> = D extends {
  readonly events: { readonly [name in Name]: { readonly properties: infer Properties } };
}
  ? TypedProperties<Properties>
  : AnyProperties;

interface AnyProperties {
  readonly [property: string]: unknown;
}

/** What a property type is to TypeScript. */
type ValueOf<Type> = Type extends 'string' | 'string?'
  ? string
  : Type extends 'number' | 'number?' | 'integer' | 'integer?'
    ? number
    : Type extends 'boolean' | 'boolean?'
      ? boolean
      : unknown;

type Optional = Extract<PropertyType, `${string}?`>;

type TypedProperties<Properties> = {
  readonly [Name in keyof Properties as Properties[Name] extends Optional ? never : Name]: ValueOf<Properties[Name]>;
} & {
  readonly [Name in keyof Properties as Properties[Name] extends Optional ? Name : never]?: ValueOf<Properties[Name]>;
};
