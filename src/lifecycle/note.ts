/**
 * What has been done, and what became of it, into the ledger. Ids are the caller's: the same line noted twice is one.
 */
import { placeOf } from './gates.js';
import { note, type Ledger, type Outcome } from './ledger.js';
import type { Lifecycle, Play } from './lifecycle.js';

/** A play was done: its widget shown, or its callback called. */
export function noteDone(lifecycle: Lifecycle, ledger: Ledger, play: Play, id: string, atMs: number): Ledger {
  const { kind, surface } = placeOf(lifecycle, play);
  return note(ledger, [id, atMs, play.show === null ? 'called' : 'shown', play.id, kind, surface]);
}

/**
 * What became of what a play has shown: the first outcome counts, and an answer always does. A page that goes away while nobody has
 * touched it: `ignored`; what it said no longer held: `withdrawn`.
 */
export function noteOutcome(
  lifecycle: Lifecycle,
  ledger: Ledger,
  play: Play,
  outcome: Outcome | 'withdrawn',
  id: string,
  atMs: number,
): Ledger {
  const last = ledger.entries.filter((entry) => entry[3] === play.id && entry[2] !== 'suppressed').pop();
  if (outcome !== 'answered' && last?.[2] !== 'shown') return ledger;
  const { kind, surface } = placeOf(lifecycle, play);
  return note(ledger, [id, atMs, outcome, play.id, kind, surface]);
}

/** `Prompt Suppressed` has been told of a play's holdout: once is enough. */
export const noteSuppressed = (ledger: Ledger, play: Play, id: string, atMs: number): Ledger =>
  note(ledger, [id, atMs, 'suppressed', play.id, '', '']);

/** A prompt of the page's own was shown to its end: the quiet gap for any kind begins. One that was cancelled is not noted. */
export const noteClaim = (ledger: Ledger, id: string, atMs: number): Ledger =>
  note(ledger, [id, atMs, 'claimed', '', '', '']);
