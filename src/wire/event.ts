/**
 * An event as it crosses the network: Segment's spec, unchanged, so that its clients can talk to our collector
 * and our client to its engines.
 *
 * Source: https://segment.com/docs/connections/spec/common/
 */

/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object: properties of an event, traits of a person or an account. */
export type JsonObject = { readonly [key: string]: Json };

/** The six calls of the spec. The SDK makes all but `screen`, which is for phones; the collector takes it. */
export type EventType = 'track' | 'page' | 'screen' | 'identify' | 'group' | 'alias';

/** One visit's origin: where a person came from, when they landed and on what page. */
export interface Touch {
  /** When they landed: epoch milliseconds, UTC. */
  readonly atMs: number;
  /** The page they landed on: origin and path, without query or hash. */
  readonly page: string;
  /** The page that sent them, when it was another site's. */
  readonly referrer?: string;
  /** `utm_source` and its kin, without the prefix: `source`, `medium`, `name` (of `utm_campaign`), `term`, `content`. */
  readonly campaign?: Campaign;
  /** Click ids by their parameter's name, such as `gclid`. */
  readonly clickIds?: { readonly [name: string]: string };
  /** The referral code that brought them. */
  readonly referralCode?: string;
}

/** The referral code that counts: the first one, until it lapses. */
export interface Referral {
  readonly code: string;
  /** When it brought the person: epoch milliseconds, UTC. */
  readonly atMs: number;
}

/** `context.campaign` of Segment's spec. */
export interface Campaign {
  readonly name?: string;
  readonly source?: string;
  readonly medium?: string;
  readonly term?: string;
  readonly content?: string;
  readonly id?: string;
}

/** What surrounds an event. Everything is optional, and more is allowed: the collector keeps what it does not know. */
export interface EventContext {
  readonly page?: {
    readonly url?: string;
    readonly path?: string;
    readonly search?: string;
    readonly title?: string;
    readonly referrer?: string;
  };
  readonly campaign?: Campaign;
  /** First and last touch: the SDK's own addition to the spec. */
  readonly attribution?: { readonly first: Touch; readonly last: Touch; readonly referral?: Referral };
  readonly locale?: string;
  readonly timezone?: string;
  readonly userAgent?: string;
  readonly screen?: { readonly width: number; readonly height: number; readonly density: number };
  /** Whether a program drives the browser, as the browser itself says; left out where a person does. */
  readonly robot?: true;
  readonly library?: { readonly name: string; readonly version: string };
  readonly sessionId?: string;
  readonly groupId?: string;
}

interface Common {
  /** Unique for ever; a repeat is dropped by it. UUIDv7 from our SDK, any string of at most 256 characters from others. */
  readonly messageId: string;
  readonly anonymousId?: string | null;
  readonly userId?: string | null;
  /** When it happened by the sender's clock: ISO 8601, UTC. */
  readonly timestamp: string;
  readonly context?: EventContext | null;
  readonly integrations?: JsonObject | null;
}

export interface TrackEvent extends Common {
  readonly type: 'track';
  /** Object and past-tense action in Title Case: `Report Created`. */
  readonly event: string;
  readonly properties?: JsonObject | null;
}

export interface PageEvent extends Common {
  readonly type: 'page' | 'screen';
  readonly name?: string | null;
  readonly category?: string | null;
  readonly properties?: JsonObject | null;
}

export interface IdentifyEvent extends Common {
  readonly type: 'identify';
  readonly traits?: JsonObject | null;
}

export interface GroupEvent extends Common {
  readonly type: 'group';
  readonly groupId: string;
  readonly traits?: JsonObject | null;
}

export interface AliasEvent extends Common {
  readonly type: 'alias';
  readonly userId: string;
  readonly previousId: string;
}

export type AhaEvent = TrackEvent | PageEvent | IdentifyEvent | GroupEvent | AliasEvent;
