/**
 * The gates of a play: whatever must be so before it is done, each with its value now and when it will pass.
 */
import { DAY_MS } from './duration.js';
import { hashShare } from './experiment.js';
import { lapsesAtMs } from './lapse.js';
import { own, type Ledger } from './ledger.js';
import type { Lifecycle, PersonLogic, Play } from './lifecycle.js';
import type { Past } from './past.js';

export type GateName =
  | 'when'
  | 'on'
  | 'lapse'
  | 'after'
  | 'every'
  | 'max'
  | 'outcome'
  | 'holdout'
  | 'quiet'
  | 'budget'
  | 'surface'
  | 'claim'
  | 'tab'
  | 'page'
  | 'priority';

/** One reason for a play to be done or not. What the values are: docs/lifecycle.md. */
export interface Gate {
  readonly gate: GateName;
  readonly passed: boolean;
  /** What it is now. */
  readonly value: string | number | readonly string[] | null;
  /** When it will pass by time alone, epoch milliseconds; null where it has passed or time alone does not help. */
  readonly nextAtMs: number | null;
}

/** All that is asked before something is done for a person. */
export interface Moment {
  readonly lifecycle: Lifecycle;
  readonly ledger: Ledger;
  readonly nowMs: number;
  /** Whether a condition holds now: `askPerson(…).check`. */
  readonly check: (logic: PersonLogic) => boolean;
  /** Later times at which a condition may come to hold by time alone, and what holds then: `lookAhead`. Default: none. */
  readonly ahead?: readonly { readonly atMs: number; readonly check: (logic: PersonLogic) => boolean }[];
  /** The play that this tab shows on each surface. */
  readonly shown: { readonly [surface: string]: string };
  /** The plays that other tabs show. */
  readonly elsewhere: readonly string[];
  /** The page's own prompts that claim the person's attention now. */
  readonly claims: readonly string[];
  /** What holdouts are drawn by: what the person was first known by. */
  readonly holdoutId: string;
}

/** What the person themselves sets off by a widget: what is shown next goes on from there. */
const WIDGET_EVENT = /^(Survey|Checklist|Referral|Promotion|Rewards) /;

/** The plays' surface and kind, as their widget has them; a callback has neither. */
export function placeOf({ widgets }: Lifecycle, { show }: Play): { readonly kind: string; readonly surface: string } {
  const widget = show === null ? undefined : own(widgets, show);
  return widget ? { kind: widget.kind, surface: widget.surface ?? 'corner' } : { kind: '', surface: '' };
}

/**
 * All gates of a play but `priority`, which is between plays.
 *
 * @returns and since when the play waits only for others: from then on its priority grows.
 */
export function gatesOf(
  moment: Moment,
  past: Past,
  play: Play,
): { readonly gates: Gate[]; readonly waitsSinceMs: number } {
  const { lifecycle, ledger, nowMs, shown, elsewhere, claims } = moment;
  const { arbiter } = lifecycle;
  const { doneMs, outcomeMs } = past.of(play.id);
  const gates: Gate[] = [];
  const put = (gate: GateName, passed: boolean, value: Gate['value'], nextAtMs: number | null = null): void => {
    gates.push({ gate, passed, value, nextAtMs: passed ? null : nextAtMs });
  };
  /** Passes from a time on; −∞ for always. */
  const from = (gate: GateName, atMs: number, value: Gate['value']): void => put(gate, nowMs >= atMs, value, atMs);

  // Since when it is meant to be done: the condition holds, or the event has happened and nothing was done about it.
  const lastMs = doneMs[doneMs.length - 1] ?? -Infinity;
  let sinceMs = own(play.on ? ledger.happened : ledger.since, play.id) ?? null;
  let beginsMs = sinceMs;
  if (play.on) {
    if (sinceMs !== null && sinceMs <= lastMs) beginsMs = sinceMs = null;
    put('on', sinceMs !== null, sinceMs);
    const lapseMs = sinceMs === null ? null : lapsesAtMs(play, sinceMs);
    put('lapse', lapseMs === null || nowMs < lapseMs, lapseMs);
  } else {
    beginsMs ??= moment.ahead?.find(({ check }) => check(play.when!))?.atMs ?? null;
    put('when', sinceMs !== null, sinceMs, beginsMs);
  }
  const afterMs = (beginsMs ?? NaN) + play.afterMs;
  if (play.afterMs > 0) {
    put('after', sinceMs !== null && nowMs >= afterMs, sinceMs, beginsMs === null ? null : afterMs);
  }

  // What was done before.
  const lastDone = doneMs[doneMs.length - 1] ?? null;
  const everyMs = lastMs + (play.everyMs ?? 0);
  if (play.everyMs !== null) from('every', everyMs, lastDone);
  // Without `every`, once each time that it begins.
  else put('every', lastDone === null || sinceMs === null || sinceMs > lastDone, lastDone);
  if (play.max !== null) put('max', doneMs.length < play.max, doneMs.length);
  let awayMs = -Infinity;
  let outcome: string | null = null;
  for (const [what, atMs] of Object.entries(outcomeMs)) {
    // Whoever has answered is asked again as often as the play says itself.
    if (what === 'answered' && play.everyMs !== null) continue;
    const untilMs = atMs + arbiter.outcomesMs[what as keyof typeof outcomeMs];
    if (untilMs > awayMs) [awayMs, outcome] = [untilMs, what];
  }
  from('outcome', awayMs, outcome);
  if (play.holdout > 0) {
    const share = hashShare(`holdout:${play.id}`, moment.holdoutId);
    put('holdout', share >= play.holdout, share);
  }
  const waitsSinceMs = Math.max(afterMs, everyMs, awayMs);
  if (play.show === null) return { gates, waitsSinceMs };

  // What else is shown.
  const { kind, surface } = placeOf(lifecycle, play);
  const gapOf = (of: string): number => past.lastOf(of) + (own(arbiter.quietMs, of) ?? 0);
  const continues =
    play.on !== null && play.on.names.length > 0 && play.on.names.every((name) => WIDGET_EVENT.test(name));
  const any = continues ? -Infinity : gapOf('*');
  from('quiet', Math.max(any, gapOf(kind)), gapOf(kind) > any ? kind : any === -Infinity ? null : '*');
  const budget = own(arbiter.surfaces, surface);
  if (budget) {
    const times = past.onSurface(surface);
    const used = times.filter((atMs) => atMs > nowMs - budget.everyMs).length;
    put('budget', used < budget.max, used, (times[budget.max - 1] ?? 0) + budget.everyMs);
  }
  const taken = Object.entries(shown).find(([other]) => other === surface || other === 'modal' || surface === 'modal');
  put('surface', !taken, taken?.[1] ?? null);
  put('claim', claims.length === 0, claims);
  put('tab', elsewhere.length === 0, elsewhere);
  return { gates, waitsSinceMs };
}

/** When all gates will have passed by time alone: the epoch if they have, null where time alone does not help, or comes too late. */
export function passAtMs(gates: readonly Gate[]): number | null {
  let atMs = 0;
  let lapseMs = Infinity;
  for (const { gate, passed, value, nextAtMs } of gates) {
    if (gate === 'lapse' && value !== null) lapseMs = Number(value);
    if (passed) continue;
    if (nextAtMs === null) return null;
    atMs = Math.max(atMs, nextAtMs);
  }
  return atMs < lapseMs ? atMs : null;
}

/** A play's priority after it has waited: one more a day. */
export const agedPriority = (play: Play, waitsSinceMs: number, nowMs: number): number =>
  play.priority + Math.max(0, nowMs - waitsSinceMs) / DAY_MS || play.priority;
