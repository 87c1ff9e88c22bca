/**
 * What would happen to a person with these events, and when: for tests of a definition and for the command line.
 */
import { decide, type Decision } from './arbiter.js';
import type { LifecycleEvent } from './event.js';
import { expose, variantOf, type Ids } from './exposure.js';
import { passAtMs, placeOf } from './gates.js';
import { EMPTY_LEDGER, type Ledger, type Outcome } from './ledger.js';
import type { Lifecycle } from './lifecycle.js';
import { nextChangeMs } from './look-ahead.js';
import { noteDone, noteOutcome, noteSuppressed } from './note.js';
import { NOBODY, stepPerson, type PersonFacts } from './person.js';
import { askPerson } from './state.js';
import { noteEvent } from './waiting.js';

/** Something that was shown. */
export interface Showing {
  readonly atMs: number;
  readonly play: string;
  /** The widget's name and kind. */
  readonly show: string;
  readonly kind: string;
}

/** What happens, at epoch milliseconds. */
export type Happening =
  | Showing
  | { readonly atMs: number; readonly play: string; readonly call: string }
  | { readonly atMs: number; readonly play: string; readonly suppressed: 'holdout' }
  | { readonly atMs: number; readonly milestone: string }
  | { readonly atMs: number; readonly stage: { readonly from: string | null; readonly to: string | null } }
  | { readonly atMs: number; readonly experiment: string; readonly variant: string };

export interface SimulateOptions {
  /** Until when; default: the last event's time. */
  readonly untilMs?: number;
  /** What variants and holdouts are drawn by. Default: `person`. */
  readonly id?: string;
  /** The account's id, for experiments by account. Default: none. */
  readonly account?: string;
  /** The page's path until a page event has a `path`. Default: `/`. */
  readonly path?: string;
  /** What becomes of what is shown, at once; null: nothing that anybody knows of. Default: null. An answer's events are the caller's. */
  readonly outcomes?: (showing: Showing) => Outcome | null;
}

/** No person is asked more often at one moment: a definition that goes round in a circle comes to an end. */
const MOST_AT_ONCE = 1_000;

/**
 * Plays a person's events and the time between them through the lifecycle, to the millisecond: what changes by time alone is
 * looked at when it does. One page is open all the while, and what is shown gives its surface free at once.
 *
 * @param events in any order; of each `messageId` the first counts.
 */
export function simulate(
  lifecycle: Lifecycle,
  events: Iterable<LifecycleEvent>,
  { untilMs, id = 'person', account, path = '/', outcomes }: SimulateOptions = {},
): Happening[] {
  const waiting = [...new Map([...events].reverse().map((event) => [event.messageId, event])).values()].sort(
    (a, b) => a.atMs - b.atMs || (a.messageId < b.messageId ? -1 : 1),
  );
  const endMs = untilMs ?? waiting[waiting.length - 1]?.atMs ?? 0;
  const ids: Ids = { person: id, account: account ?? null };
  const happenings: Happening[] = [];
  const reached = new Set<string>();
  let person: PersonFacts = NOBODY;
  let ledger: Ledger = EMPTY_LEDGER;
  let stage: string | null = null;
  let lines = 0;
  /** In order of their making, as those of one moment are. */
  const lineId = (): string => `${++lines}`.padStart(9, '0');
  const surroundings = () => ({ path, assigned: (name: string) => variantOf(lifecycle, ledger, name, ids) });
  const ask = (atMs: number) => askPerson(lifecycle, person, atMs, surroundings());
  const tell = (names: readonly string[], atMs: number): void => {
    const told = expose(lifecycle, ledger, names, ids, atMs);
    ledger = told.ledger;
    for (const exposure of told.exposures) happenings.push({ atMs, ...exposure });
  };

  const take = (event: LifecycleEvent): void => {
    const { atMs } = event;
    person = stepPerson(lifecycle, person, event);
    if ((event.type === 'page' || event.type === 'screen') && typeof event.values.path === 'string')
      path = event.values.path;
    const { check, fact } = ask(atMs);
    for (const { name, fact: at } of lifecycle.milestones) {
      if (reached.has(name) || fact(at) === null) continue;
      reached.add(name);
      happenings.push({ atMs, milestone: name });
    }
    const noted = noteEvent(lifecycle, ledger, event, check);
    ledger = noted.ledger;
    tell(noted.exposures, atMs);
  };

  /** All that is done at a moment. */
  const settle = (atMs: number): Decision => {
    const { check, stage: stageNow } = ask(atMs);
    const to = stageNow();
    if (to !== stage) happenings.push({ atMs, stage: { from: stage, to } });
    stage = to;
    for (let round = 0; ; round++) {
      const decision = decide({
        lifecycle,
        ledger,
        nowMs: atMs,
        check,
        shown: {},
        elsewhere: [],
        claims: [],
        holdoutId: id,
      });
      ({ ledger } = decision);
      tell(decision.exposures, atMs);
      for (const play of decision.suppressed) {
        ledger = noteSuppressed(ledger, play, lineId(), atMs);
        happenings.push({ atMs, play: play.id, suppressed: 'holdout' });
      }
      const play = decision.calls[0] ?? decision.show;
      if (!play || round === MOST_AT_ONCE) return decision;
      ledger = noteDone(lifecycle, ledger, play, lineId(), atMs);
      if (play.show === null) {
        happenings.push({ atMs, play: play.id, call: play.call! });
        continue;
      }
      const showing = { atMs, play: play.id, show: play.show, kind: placeOf(lifecycle, play).kind };
      happenings.push(showing);
      const outcome = outcomes?.(showing);
      if (outcome) ledger = noteOutcome(lifecycle, ledger, play, outcome, lineId(), atMs);
    }
  };

  let at = 0;
  let nowMs = waiting[0]?.atMs ?? Infinity;
  while (nowMs <= endMs) {
    while (waiting[at] && waiting[at]!.atMs <= nowMs) take(waiting[at++]!);
    const { explanations } = settle(nowMs);
    let nextMs = Math.min(waiting[at]?.atMs ?? Infinity, nextChangeMs(lifecycle, person, nowMs) ?? Infinity);
    for (const gates of Object.values(explanations)) {
      const passMs = passAtMs(gates) ?? 0;
      if (passMs > nowMs) nextMs = Math.min(nextMs, passMs);
    }
    nowMs = nextMs;
  }
  return happenings;
}
