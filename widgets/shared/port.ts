/**
 * What a widget can ask of the client that its page is joined to. Widgets work without one; `connect.ts` gives it.
 */

/** A widget as the lifecycle definition has it, and what of it depends on the person. */
export interface WidgetState {
  readonly settings: Readonly<Record<string, unknown>>;
  /** Of a checklist: its items by their ids. */
  readonly items?: Readonly<Record<string, ItemState>>;
  /** Of a checklist: the version in which all of it was last completed, here or anywhere; null: never. */
  readonly completed?: number | null;
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

export interface WidgetPort {
  /** The widget of that name in the lifecycle definition; null where there is none, undefined while that is not known yet. */
  widget(name: string): WidgetState | null | undefined;
  /** The facts of the person by name; null where there is no lifecycle. */
  facts(): Readonly<Record<string, string | number | boolean | null>> | null;
  /** Calls back when something of this may have changed, here or in another tab. Returns its undo. */
  onChange(callback: () => void): () => void;
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
