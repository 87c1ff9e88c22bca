/**
 * What a client can do, and what it tells.
 */
import type { Answer } from './core/answer.js';
import type { Consent, ConsentState } from './core/consent.js';
import type { Identity } from './core/identity.js';
import type { FlushResult } from './delivery/uploader.js';
import type { Gate } from './lifecycle/gates.js';
import type { LifecycleEvents, PersonState, WidgetState } from './lifecycle/port.js';
import type { EventType, Referral } from './wire/event.js';

/** What became of a call. */
export interface Receipt {
  /** The event's id, the same for ever; null for a call that made no event. */
  readonly messageId: string | null;
  /** Whether it is on disk and outlives a closed tab, a crash and a power cut. Without a disk it waits in memory. */
  readonly durable: boolean;
  /**
   * Why there is no event: `name-missing`, `id-invalid`, `answer-invalid`, `event-too-large`, `consent-denied`, `internal`;
   * `closed` after `close()`, `no-browser` on a server. The last two are no drops.
   * Why there is one that waits in memory before anything is stored: `consent-pending`, `prerendering`, `erasing`.
   */
  readonly reason?: string;
}

/** Properties or traits: an object of values, lists and objects. What JSON cannot say becomes the nearest thing it can. */
export type Properties = object;

/** What `on` tells of, and what is told. */
export interface ClientEvents extends LifecycleEvents {
  readonly captured: { readonly messageId: string; readonly type: EventType; readonly event?: string };
  /** They are in the queue: on disk, or in memory where there is none. */
  readonly stored: { readonly messageIds: readonly string[]; readonly durable: boolean };
  /** The collector has answered for them. */
  readonly sent: { readonly messageIds: readonly string[] };
  readonly dropped: Drop;
}

/** Events, or calls, that come to nothing. */
export interface Drop {
  /**
   * A `Receipt`'s reason, `rejected` (the collector keeps it with its own reason), `http-413` or `http-400`; `queue-full`, `queue-age`
   * and `storage-cleared` (docs/reliability.md); `consent-denied` and
   * `forgotten` also for events that waited, `gate-full` for those that memory has no room for while consent is pending.
   */
  readonly reason: string;
  readonly count: number;
}

/** What the client does, and why. */
export interface Explanation {
  readonly consent: Consent;
  /**
   * Why nothing is stored or sent now: `consent-pending`, `consent-denied`, `prerendering`, `erasing`; for good: `closed`, `no-browser`.
   * Null where it is.
   */
  readonly closed: string | null;
  /** How many events wait for the collector, as far as this page knows. */
  readonly pending: number;
  /** Whether the collector has yet to answer for a `forget()`. */
  readonly forgetting: boolean;
}

/** A prompt of the page's own that has the person's attention. */
export interface Claim {
  done(): void;
  cancelled(): void;
}

/** How a `forget()` ended. */
export interface ForgetResult {
  /** Whether everything is erased, here and by the collector. */
  readonly ok: boolean;
  /** Why it is not yet: `network`, `http-503` …; asked again until the collector answers. `store`: the database cannot be emptied. */
  readonly reason?: string;
}

export interface Client {
  /** Which project the events are for. */
  readonly writeKey: string;
  /** Records what a person did: `track("Report Created", { kind: "sales" })`. Resolves when it is on disk; never rejects. */
  track(event: string, properties?: Properties): Promise<Receipt>;
  /** Records a page view: `page()`, `page(name, properties)` or `page(category, name, properties)`. */
  page(name?: string, properties?: Properties): Promise<Receipt>;
  page(category: string, name: string, properties?: Properties): Promise<Receipt>;
  /** Says who the person is, and what is known of them. Another `userId` than before begins a new visitor first. */
  identify(userId: string | number, traits?: Properties): Promise<Receipt>;
  identify(traits: Properties): Promise<Receipt>;
  /** Says which account the person acts for, and what is known of it. */
  group(groupId: string | number, traits?: Properties): Promise<Receipt>;
  /** Says that two ids are one person; `previousId` is the anonymous id where it is left out. */
  alias(userId: string | number, previousId?: string | number): Promise<Receipt>;
  /** Records an answer to a survey. Resolves when it is on disk; never rejects. */
  respond(answer: Answer): Promise<Receipt>;
  /**
   * Says what the person has decided: remembered, and in force in all tabs at once. `granted` sends what waited; `denied` erases
   * what is stored in this browser; `pending` takes the decision back. Without one, it only tells.
   *
   * @returns the state in force.
   */
  consent(state?: ConsentState): ConsentState;
  /** Erases the visitor, here and by the collector, and begins a new one. Remembered until the collector answers. Never rejects. */
  forget(): Promise<ForgetResult>;
  /** Tells what the client does, and why. */
  explain(): Explanation;
  /** Why a play of the lifecycle is done or not: each gate, its value and when it will pass. Null where there is no such play. */
  explain(play: string): readonly Gate[] | null;
  /**
   * Says that the page shows a prompt of its own: nothing of ours is shown until it is `done` (the person saw it: a pause follows) or
   * `cancelled`.
   */
  claim(name: string): Claim;
  /** The id of the person in front of the page: the product's own where it is known, else the anonymous one. */
  personId(): string;
  /** Forgets who the person is: a new anonymous id, no user, no account, a new session. What waits is still sent, as theirs. */
  reset(): void;
  /**
   * Where the person stands, now: stage, milestones, segments, scores, facts. Null without a lifecycle definition, and until a
   * definition that is loaded has come.
   */
  state(): PersonState | null;
  /** A widget as the lifecycle definition has it; null where there is none of that name, undefined while that is not known yet. */
  widget(name: string): WidgetState | null | undefined;
  /** The referral code that brought the person, the first of the last 90 days; null for none. Also while nothing may be stored, of this page. */
  referral(): Referral | null;
  /** Who the person is to events: the id of this browser, and the user and account that the product named. */
  identity(): Identity;
  /** A small text that a widget keeps of this person in this browser, at most 20,000 characters; in memory while nothing may be stored. */
  keep(key: string, text: string | null): void;
  kept(key: string): string | null;
  /** Uploads what waits, now. Never rejects. */
  flush(): Promise<FlushResult>;
  /** How many events wait for the collector, as far as this page knows. */
  pending(): number;
  /** Listens; returns its undo. */
  on<Name extends keyof ClientEvents>(name: Name, listener: (detail: ClientEvents[Name]) => void): () => void;
  /** Listens to what is dropped; returns its undo. Nothing is dropped without it. */
  onDrop(listener: (drop: Drop) => void): () => void;
  /**
   * Ends the client: what is captured is written, then its timers, listeners, channel and databases are let go, and its widgets
   * lose it. What waits for the collector is sent by the next client of the write key, here or on a later page. Later calls resolve with
   * the reason `closed`. What waited for consent is dropped. Never rejects.
   */
  close(): Promise<void>;
}
