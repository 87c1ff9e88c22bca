/**
 * Since when plays wait: a condition that has begun to hold, an event that has happened.
 */
import { experimentsThatDecide } from './exposure.js';
import { fits, type LifecycleEvent } from './event.js';
import { lapsesAtMs } from './lapse.js';
import { own, type Ledger } from './ledger.js';
import type { Lifecycle, PersonLogic } from './lifecycle.js';
import { readPast, type Past } from './past.js';

/** The ledger in which it is noted which conditions of plays hold now, and since when; the same where nothing has changed. */
export function noteWaiting(
  lifecycle: Lifecycle,
  ledger: Ledger,
  check: (logic: PersonLogic) => boolean,
  nowMs: number,
): Ledger {
  const since: [play: string, atMs: number][] = [];
  let changed = false;
  for (const { id, when, on } of lifecycle.plays) {
    if (!when || on) continue;
    const before = own(ledger.since, id);
    const holds = check(when);
    if (holds) since.push([id, before ?? nowMs]);
    changed ||= holds !== (before !== undefined);
  }
  return changed ? { ...ledger, since: Object.fromEntries(since) } : ledger;
}

/**
 * The ledger after an event: of plays whose `on` it is, and whose `when` holds now, it is noted that it happened.
 *
 * @param check whether a condition holds now, the event included.
 * @returns `exposures`, the experiments that decided whether a play begins: to be told by `expose`.
 */
export function noteEvent(
  lifecycle: Lifecycle,
  ledger: Ledger,
  event: LifecycleEvent,
  check: (logic: PersonLogic) => boolean,
): { readonly ledger: Ledger; readonly exposures: readonly string[] } {
  let happened = ledger.happened;
  let past: Past | undefined;
  const lastDoneMs = (play: string): number => {
    const { doneMs } = (past ??= readPast(ledger.entries)).of(play);
    return doneMs[doneMs.length - 1] ?? -Infinity;
  };
  const exposures = new Set<string>();
  for (const play of lifecycle.plays) {
    const { id, when, on } = play;
    if (!on || !fits(on, event)) continue;
    for (const name of experimentsThatDecide(lifecycle, when, check)) exposures.add(name);
    if (when && !check(when)) continue;
    const before = own(happened, id);
    // What has happened and waits goes on waiting, until it lapses: it is not put off each time that it happens again.
    const waits = before !== undefined && before > lastDoneMs(id) && event.atMs < lapsesAtMs(play, before);
    if (!waits && event.atMs > (before ?? -Infinity)) happened = { ...happened, [id]: event.atMs };
  }
  return { ledger: happened === ledger.happened ? ledger : { ...ledger, happened }, exposures: [...exposures] };
}
