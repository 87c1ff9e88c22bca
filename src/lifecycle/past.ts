import type { LedgerEntry, Outcome } from './ledger.js';

/** What the ledger says of one play. */
export interface PlayPast {
  /** When it was done, in order of time, without what was given back. */
  readonly doneMs: readonly number[];
  /** When it last had each outcome. */
  readonly outcomeMs: { readonly [outcome in Outcome]?: number };
  /** Whether the holdout has been told of. */
  readonly suppressed: boolean;
}

export interface Past {
  readonly of: (play: string) => PlayPast;
  /** When one of the kind was last shown, without what was given back; `*`: anything at all, the page's own prompts too. −∞: never. */
  readonly lastOf: (kind: string) => number;
  /** When something was shown on the surface, the newest first. */
  readonly onSurface: (surface: string) => readonly number[];
}

/** So often a showing that nobody touched is given back. */
const GIVEN_BACK = 2;

const NO_PAST: PlayPast = { doneMs: [], outcomeMs: {}, suppressed: false };

/**
 * Reads the ledger for the gates. A showing that was snoozed, or ignored (twice at most), is given back: it counts neither for
 * `max` nor `every` nor its kind's quiet gap, as the outcome itself says when it comes again.
 */
export function readPast(entries: readonly LedgerEntry[]): Past {
  const plays = new Map<string, { -readonly [Member in keyof PlayPast]: PlayPast[Member] } & Reading>();
  const shown: LedgerEntry[] = [];
  for (const entry of entries) {
    const [, atMs, what, name] = entry;
    if (what === 'shown' || what === 'claimed') shown.push(entry);
    if (what === 'claimed' || what === 'withdrawn') continue;
    let play = plays.get(name);
    if (!play) plays.set(name, (play = { ...NO_PAST, done: [], back: undefined, ignored: 0 }));
    if (what === 'suppressed') play.suppressed = true;
    else if (what === 'shown' || what === 'called') play.done.push(entry);
    else {
      play.outcomeMs = { ...play.outcomeMs, [what]: atMs };
      if (what === 'snoozed' || (what === 'ignored' && play.ignored++ < GIVEN_BACK)) play.back = play.done.pop();
      else if (what === 'answered' && play.back) {
        // Answered after all: from a page that was left and came back.
        play.done.push(play.back);
        play.back = undefined;
      }
    }
  }
  for (const play of plays.values()) play.doneMs = play.done.map(([, atMs]) => atMs);
  return {
    of: (play) => plays.get(play) ?? NO_PAST,
    lastOf: (kind) => {
      const counted = kind === '*' ? shown : [...plays.values()].flatMap(({ done }) => done);
      return Math.max(-Infinity, ...counted.filter((entry) => kind === '*' || entry[4] === kind).map(([, at]) => at));
    },
    onSurface: (surface) =>
      shown
        .filter((entry) => entry[5] === surface)
        .map(([, atMs]) => atMs)
        .reverse(),
  };
}

interface Reading {
  readonly done: LedgerEntry[];
  back: LedgerEntry | undefined;
  ignored: number;
}
