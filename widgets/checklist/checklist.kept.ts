/** What a browser keeps of one person's way through one checklist. */
export interface KeptChecklist {
  /** When it was first seen, in epoch milliseconds: tells one person's from another's. */
  readonly since: number;
  /** The items whose completion is known here, so that each is told once and none is taken back. */
  readonly done: readonly string[];
  /** What the person's hand, or an action, has made of items, until the client knows it as well. */
  readonly hand: Readonly<Record<string, boolean>>;
  /** The greatest version in which all of it was complete. */
  readonly version?: number;
  readonly celebrated?: boolean;
  readonly collapsed?: boolean;
  /** Until when the person's hand has put it off or hidden it, in epoch milliseconds, until the client knows it as well. */
  readonly until?: number | undefined;
}

/** The end of time: hidden for good. The last moment that a `Date` can be, as an infinity cannot be written in JSON. */
export const FOREVER_MS = 8.64e15;

/** Null where there is none, or what is there is none. */
export function readKept(text: string | null): KeptChecklist | null {
  try {
    const kept = JSON.parse(text!) as KeptChecklist;
    return kept.since > 0 && Array.isArray(kept.done) && Object(kept.hand) === kept.hand ? kept : null;
  } catch {
    return null;
  }
}
