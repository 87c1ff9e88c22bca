/**
 * What a widget can ask of the client that its page is joined to. Widgets work without one; `connect.ts` gives it.
 */

/** A widget as the lifecycle definition has it, and what of it depends on the person. */
export interface WidgetState {
  readonly settings: Readonly<Record<string, unknown>>;
  /** False where it is shown as long as a condition holds, and that does not hold now. */
  readonly applies?: boolean;
  /** Of a checklist: its items by their ids. */
  readonly items?: Readonly<Record<string, ItemState>>;
  /** Of a checklist: the version in which all of it was last completed, here or anywhere; null: never. */
  readonly completed?: number | null;
  /** Of a checklist: until when the person has put it off or hidden it, here or anywhere, in epoch milliseconds; null: never. */
  readonly hiddenUntil?: number | null;
}

/** A checklist's item, as it is for the person. */
export interface ItemState {
  readonly done: boolean;
  /** When it was done, as far as that is known; epoch milliseconds. */
  readonly atMs: number | null;
  /** Whether it was told as done, here or anywhere, and not taken back since. */
  readonly told: boolean;
  readonly shown: boolean;
}

/** A person's own link as the collector gives it, and what became of it. */
export interface OwnReferral {
  readonly code: string;
  readonly link: string;
  /** How many friends came so far, as far as it is known. */
  readonly invitations: {
    readonly opened?: number;
    readonly signedUp?: number;
    readonly activated?: number;
    readonly rewarded?: number;
  };
}

/** What of a person a definition tells. */
export interface PersonState {
  readonly facts: Facts;
  /** Those that are reached, by name, and when: epoch milliseconds. */
  readonly milestones?: Readonly<Record<string, { readonly atMs: number }>>;
  /** Those that the person is in. */
  readonly segments?: readonly string[];
}
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

export interface WidgetPort {
  /** The widget of that name in the lifecycle definition; null where there is none, undefined while that is not known yet. */
  widget(name: string): WidgetState | null | undefined;
  /** The facts of the person by name; null where there is no lifecycle. */
  facts(): Facts | null;
  /** Where the person stands; null where that is not known. */
  state(): PersonState | null;
  /** The person's own referral link; null where nobody gives one, undefined while that is not known yet. */
  referral?(): OwnReferral | null | undefined;
  /** The referral code that brought the person here, until they have signed up; null for none. */
  arrival?(): string | null;
  /** Calls back when something of this may have changed, here or in another tab. Returns its undo. */
  onChange(callback: () => void): () => void;
  /** Who the person is, known by name or not; another once another person is there. */
  person?(): string;
  /** Whether the person is among so large a share of all (0–1): the same answer for a person and a seed, wherever they are known. */
  inSample(seed: string, share: number): boolean;
  /** A text that a widget keeps of this person in this browser; gone with them. In memory only while nothing may be stored. */
  read(key: string): string | null;
  write(key: string, text: string | null): void;
}

/** An element asks for its port with the event `aha-join`; a client that comes later says `aha-ready` to the document. */
export interface JoinDetail {
  join(port: WidgetPort): void;
}

declare global {
  interface GlobalEventHandlersEventMap {
    'aha-join': CustomEvent<JoinDetail>;
  }
}
