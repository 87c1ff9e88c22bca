/**
 * Between a client and the lifecycle that runs in it. They may be loaded apart: names here are the same in every file.
 */
import type { WidgetDefinition } from './definition.js';
import type { Gate } from './gates.js';
import type { Outcome } from './ledger.js';
import type { LifecycleState } from './state.js';
import type { IdentityToken } from '../wire/person.js';

/** What a lifecycle tells of. */
export interface LifecycleEvents {
  readonly stage: { readonly from: string | null; readonly to: string | null };
  readonly milestone: { readonly milestone: string; readonly atMs: number; readonly late: boolean };
  readonly health: { readonly from: string | null; readonly to: string; readonly score: number };
  readonly segment: { readonly segment: string; readonly entered: boolean };
  readonly play: PlayEvent;
  /** What a play has shown no longer holds, such as an offer of what the person has by now: whoever shows it takes it away. */
  readonly withdraw: { readonly play: string; readonly widget: string };
  /** What a widget shows of the person may have changed, here or in another tab. */
  readonly changed: null;
}

/** A play is done now: whoever listens shows its widget, or does what is called for. */
export interface PlayEvent {
  readonly play: string;
  /** The name of the widget to show, and how the definition has it; null for a callback. */
  readonly widget: string | null;
  readonly settings: WidgetDefinition | null;
  /** What is called for; null for a widget. */
  readonly call: string | null;
  /** Says what became of what was shown; its surface is free again. */
  settle(outcome: Outcome): void;
}

/** Shows widgets of some kinds by itself, where nobody listens for plays. */
export interface Presenter {
  shows(settings: WidgetDefinition): boolean;
  present(widget: string, settings: WidgetDefinition): void;
}

/** Where a person stands, and the variants that they are assigned; null where they take no part. */
export interface PersonState extends LifecycleState {
  readonly experiments: { readonly [experiment: string]: string | null };
}

/** A checklist's item, as it is for the person. */
export interface ItemState {
  readonly done: boolean;
  /** When it was done, as far as that is known; epoch milliseconds. */
  readonly atMs: number | null;
  /** Whether it was told as done (`Checklist Item Completed`), here or anywhere, and not taken back since. */
  readonly told: boolean;
  readonly shown: boolean;
}

/** A widget as the definition has it, and what of it depends on the person. */
export interface WidgetState {
  readonly settings: WidgetDefinition;
  /** False where plays show it as long as a condition holds, and of none it does now. */
  readonly applies: boolean;
  /** Of a checklist: its items by their ids. */
  readonly items?: Readonly<Record<string, ItemState>>;
  /** Of a checklist: the version in which all of it was last completed, here or anywhere; null: never. */
  readonly completed?: number | null;
  /** Of a checklist: until when the person has put it off or hidden it, here or anywhere, in epoch milliseconds; null: never. */
  readonly hiddenUntil?: number | null;
}

/** What it needs of the client that it runs in. */
export interface LifecycleHost {
  /** What this client's databases and keys begin with. */
  readonly name: string;
  now(): number;
  after(waitMs: number, callback: () => void): () => void;
  identity(): { readonly anonymousId: string; readonly userId: string | null; readonly groupId: string | null };
  newId(): string;
  /** The collector's. */
  readonly address: string;
  readonly identityToken: IdentityToken | undefined;
  flush(): Promise<{ readonly ok: boolean; readonly pending: number }>;
  /** The page's own prompts that claim the person's attention now. */
  claims(): readonly string[];
  /** Whether anybody listens for plays. */
  listens(): boolean;
  /** Whether nothing may be stored now. */
  closed(): boolean;
  track(event: string, properties: object): void;
  tell<Name extends keyof LifecycleEvents>(name: Name, detail: LifecycleEvents[Name]): void;
  /** Lets the other tabs know that there is something to read. */
  tellTabs(): void;
}

export interface RunningLifecycle {
  /** An event's JSON, as it was captured. */
  captured(line: string): void;
  /** What may be stored, or who the person is, may have changed; or another tab has written. */
  renew(): void;
  /** All that is kept is erased. */
  forget(): void;
  state(): PersonState;
  /** Null where the definition has no widget of that name, undefined until the person's facts are read. */
  widget(name: string): WidgetState | null | undefined;
  /** The gates of a play; null where there is no such play. */
  explain(play: string): readonly Gate[] | null;
  /** A prompt of the page's own has ended; `done`: the person saw it. */
  claimed(done: boolean): void;
  /** Writes what is captured, and lets go of its timer and its database. */
  close(): Promise<void>;
}

/** What `createClient` takes as `lifecycle`. */
export interface LifecycleStarter {
  run(host: LifecycleHost): RunningLifecycle;
}
