/**
 * What is to be done for a person now, and why or why not: one function decides and explains.
 */
import { experimentsThatDecide } from './exposure.js';
import { agedPriority, gatesOf, type Gate, type Moment } from './gates.js';
import type { Ledger } from './ledger.js';
import type { Play } from './lifecycle.js';
import { readPast } from './past.js';
import { noteWaiting } from './waiting.js';

export interface Decision {
  /** The widget's play to show now; null for none. One at a time: note it, and ask again. */
  readonly show: Play | null;
  /** The callbacks' plays to call now, the greater priority first. */
  readonly calls: readonly Play[];
  /** The gates of each play: why it is done, or is not. */
  readonly explanations: { readonly [play: string]: readonly Gate[] };
  /** Plays that would be done but for their holdout, and of which that has not been noted: for `Prompt Suppressed`. */
  readonly suppressed: readonly Play[];
  /** Experiments that decide whether a play is done now: for `expose`. */
  readonly exposures: readonly string[];
  /** The ledger, with what began to hold and what no longer does. */
  readonly ledger: Ledger;
}

/** Gates that the variants of an experiment may differ in, and the one that is between plays. */
const OF_VARIANTS: readonly string[] = ['when', 'after', 'priority'];

/** Decides and explains. Pure, and changes nothing: what is done has to be noted in the ledger. */
export function decide(given: Moment): Decision {
  const { lifecycle, nowMs, check } = given;
  const ledger = noteWaiting(lifecycle, given.ledger, check, nowMs);
  const moment = { ...given, ledger };
  const past = readPast(ledger.entries);
  const judged = lifecycle.plays.map((play) => {
    const { gates, waitsSinceMs } = gatesOf(moment, past, play);
    const blocks = gates.filter(({ passed }) => !passed).map(({ gate }) => gate);
    return { play, gates, blocks, priority: agedPriority(play, waitsSinceMs, nowMs) };
  });
  // The sort is stable: of equals, the first in the definition.
  const ready = judged.filter(({ blocks }) => blocks.length === 0).sort((a, b) => b.priority - a.priority);
  const show = ready.find(({ play }) => play.show !== null)?.play ?? null;
  const exposures = new Set<string>();
  for (const { play, gates, blocks, priority } of judged) {
    const waits = play.show !== null && blocks.length === 0 && play !== show;
    gates.push({ gate: 'priority', passed: !waits, value: priority, nextAtMs: null });
    if (!play.on && blocks.every((gate) => OF_VARIANTS.includes(gate)))
      for (const name of experimentsThatDecide(lifecycle, play.when, check)) exposures.add(name);
  }
  return {
    show,
    calls: ready.filter(({ play }) => play.show === null).map(({ play }) => play),
    explanations: Object.fromEntries(judged.map(({ play, gates }) => [play.id, gates])),
    suppressed: judged
      .filter(({ play, blocks }) => blocks.join() === 'holdout' && !past.of(play.id).suppressed)
      .map(({ play }) => play),
    exposures: [...exposures],
    ledger,
  };
}
