/**
 * The TypeScript types of the wire and its JSON Schema say the same. Checked by the compiler; nothing runs.
 */
import type { AhaEvent, AliasEvent, GroupEvent, IdentifyEvent, PageEvent, TrackEvent } from '../../src/wire/event.js';
import type { eventSchema } from '../../src/wire/schema.js';

/** The kinds of event that the schema knows, and those that the types know. */
type Kinds = (typeof eventSchema)['oneOf'][number]['properties']['type'];
type SchemaKind = Kinds extends infer K
  ? K extends { const: infer C }
    ? C
    : K extends { enum: readonly (infer E)[] }
      ? E
      : never
  : never;
type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
const sameKinds: Equal<SchemaKind, AhaEvent['type']> = true;

/** Every property that the schema names is one of the type, and the other way round. */
type SchemaKeys<Kind> = Extract<(typeof eventSchema)['oneOf'][number], { properties: { type: Kind } }>['properties'];
const sameTrack: Equal<keyof SchemaKeys<{ readonly const: 'track' }>, keyof TrackEvent> = true;
const samePage: Equal<keyof SchemaKeys<{ readonly enum: readonly ['page', 'screen'] }>, keyof PageEvent> = true;
const sameIdentify: Equal<keyof SchemaKeys<{ readonly const: 'identify' }>, keyof IdentifyEvent> = true;
const sameGroup: Equal<keyof SchemaKeys<{ readonly const: 'group' }>, keyof GroupEvent> = true;
const sameAlias: Equal<keyof SchemaKeys<{ readonly const: 'alias' }>, keyof AliasEvent> = true;

export const checked = [sameKinds, sameTrack, samePage, sameIdentify, sameGroup, sameAlias];
