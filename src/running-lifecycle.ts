/**
 * The lifecycle of the person in front of this page: what they do goes into their facts, here and on disk, and what becomes true is told.
 */
import { createPersonDatabase } from './browser/person-database.js';
import type { LifecycleEvent } from './lifecycle/event.js';
import { act, explainPlays, idsOf, noteIgnored, outcomeOf, type Acts, type Page } from './lifecycle/act.js';
import { variantOf } from './lifecycle/exposure.js';
import { placeOf } from './lifecycle/gates.js';
import type { Ledger, Outcome } from './lifecycle/ledger.js';
import { noteClaim, noteOutcome } from './lifecycle/note.js';
import type { LifecycleHost, PersonState, Presenter, RunningLifecycle } from './lifecycle/port.js';
import type { Lifecycle, Play } from './lifecycle/lifecycle.js';
import { adaptRecord, emptyRecord, mergeRecords, stepRecord, type PersonRecord } from './lifecycle/record.js';
import { readEvent } from './lifecycle/read-event.js';
import { askPerson, stateAt } from './lifecycle/state.js';
import { NOTHING_TOLD, type Report, type Told } from './lifecycle/told.js';

/** A timer is set for no longer: a page that is open for days looks again. */
const MAX_SLEEP_MS = 12 * 3_600_000;
/** So many events are kept in memory while nothing may be stored; the collector has them all in the end. */
const MAX_WAITING = 1_000;

/** @param presenter shows what it can where nobody listens for plays; without it, nothing is done then. */
export function runLifecycle(lifecycle: Lifecycle, host: LifecycleHost, presenter?: Presenter): RunningLifecycle {
  const database = createPersonDatabase<PersonRecord>(`${host.name}:people`, host.after);
  const { now } = host;
  let who = host.identity();
  /** As it was last on disk. */
  let base = emptyRecord(lifecycle);
  /** Whether that was ever looked at, and whether another tab has written since. */
  let loaded = false;
  let stale = true;
  /** Events on their way to the disk, and those that come after them. */
  let writing: readonly LifecycleEvent[] | null = null;
  let waiting: LifecycleEvent[] = [];
  /** What is kept under the anonymous id of somebody who is known by name now. */
  let mergeFrom: string | null = null;
  /** Counts how often all was erased. */
  let erased = 0;
  /** What this page's listeners know. */
  let shown: Told = NOTHING_TOLD;
  let folded: PersonRecord | null = null;
  let unfolded: LifecycleEvent[] = [];
  /** What is to be noted in the ledger. */
  let notes: ((ledger: Ledger) => Ledger)[] = [];
  /** The play that this page shows on each surface. */
  const onSurface = new Map<string, string>();
  let cancelTimer = (): void => {};
  let due = false;

  // A server has neither.
  const { location: where, document: view } = globalThis as Partial<Pick<Window, 'location' | 'document'>>;
  /** As it is where nobody listens: with what the presenter shows. */
  const unheard: Lifecycle = {
    ...lifecycle,
    plays: lifecycle.plays.filter(({ show }) => show !== null && presenter?.shows(lifecycle.widgets[show]!)),
  };
  const page = (): Page => ({
    nowMs: now(),
    path: where?.pathname ?? '',
    account: who.groupId,
    ready: (host.listens() || presenter !== undefined) && view?.visibilityState !== 'hidden',
    shown: Object.fromEntries(onSurface),
    claims: host.claims(),
  });
  const note = (noting: (ledger: Ledger) => Ledger): void => {
    notes.push(noting);
    stale = true;
    void sync();
  };
  const settle = (play: Play, outcome: Outcome, id = host.newId()): void => {
    const { surface } = placeOf(lifecycle, play);
    if (onSurface.get(surface) === play.id) onSurface.delete(surface);
    const atMs = now();
    note((ledger) => noteOutcome(lifecycle, ledger, play, outcome, id, atMs));
  };
  const perform = (play: Play): void => {
    const { show, call } = play;
    if (show !== null) onSurface.set(placeOf(lifecycle, play).surface, play.id);
    const settings = show === null ? null : (lifecycle.widgets[show] ?? null);
    if (show !== null && settings && !host.listens()) return presenter?.present(show, settings);
    const id = host.newId();
    host.tell('play', { play: play.id, widget: show, settings, call, settle: (outcome) => settle(play, outcome, id) });
  };

  const idOf = ({ anonymousId, userId }: typeof who): string => userId ?? anonymousId;
  const step = (record: PersonRecord, events: readonly LifecycleEvent[]) =>
    events.length ? stepRecord(lifecycle, record, events, now()) : { record, reports: [] };
  /** As it will be on disk: only what is new goes into it. */
  const current = (): PersonRecord => {
    folded = folded ? step(folded, unfolded).record : step(base, [...(writing ?? []), ...waiting]).record;
    unfolded = [];
    return folded;
  };

  const begin = (): void => {
    base = emptyRecord(lifecycle);
    mergeFrom = null;
    folded = null;
    shown = NOTHING_TOLD;
    loaded = false;
    stale = true;
  };

  /** Somebody may have signed in or out, here or in another tab. */
  const look = (): void => {
    const before = who;
    who = host.identity();
    if (idOf(who) === idOf(before)) return;
    stale = true;
    // Before anything was stored there was nobody to tell apart.
    if (!loaded) return;
    if (before.userId === null && who.anonymousId === before.anonymousId) {
      mergeFrom = before.anonymousId;
      return;
    }
    const theirs = waiting;
    waiting = [];
    if (theirs.length) {
      void database
        .update([idOf(before)], ([stored]) => [step(adaptRecord(lifecycle, stored, now()), theirs).record])
        .catch(() => {});
    }
    begin();
  };

  const state = (): PersonState => {
    look();
    const record = current();
    const { person, ledger } = record;
    const ids = idsOf(record, page());
    const variants = Object.keys(lifecycle.experiments).map((name) => [name, variantOf(lifecycle, ledger, name, ids)]);
    const experiments = Object.fromEntries(variants) as PersonState['experiments'];
    return { ...stateAt(lifecycle, person, Math.max(now(), person.lastAtMs)), experiments };
  };

  /** Tells listeners of this page what has changed for them. */
  const show = (): void => {
    // Somebody who was here before is not new.
    if (!loaded && !host.closed()) return;
    host.tell('changed', null);
    const before = shown;
    const next = (shown = current().told);
    const { milestones, health } = state();
    if (next.stage !== before.stage) host.tell('stage', { from: before.stage, to: next.stage });
    for (const milestone of next.milestones) {
      const reached = milestones[milestone];
      if (reached && !before.milestones.includes(milestone)) host.tell('milestone', { milestone, ...reached });
    }
    if (health && next.level !== before.level) {
      host.tell('health', { from: before.level, to: health.level, score: health.score });
    }
    for (const segment of new Set([...before.segments, ...next.segments])) {
      const entered = next.segments.includes(segment);
      if (entered !== before.segments.includes(segment)) host.tell('segment', { segment, entered });
    }
  };

  /** Brings disk and page together: one transaction at a time, each with all that has come meanwhile. */
  const sync = async (): Promise<void> => {
    if (writing || host.closed() || !(stale || waiting.length)) return;
    const events = (writing = waiting);
    waiting = [];
    stale = false;
    const [id, from, time] = [idOf(who), mergeFrom, erased];
    const first = !loaded;
    let before = base.told;
    let done: PersonRecord | undefined;
    let reports: readonly Report[] = [];
    let acts: Acts | undefined;
    const noted = notes;
    notes = [];
    const forward = (next: PersonRecord): PersonRecord => {
      before = next.told;
      const stepped = step(next, events);
      ({ reports } = stepped);
      const ledger = noted.reduce(
        (kept, noting) => noting(kept),
        first ? noteIgnored(lifecycle, stepped.record.ledger, now()) : stepped.record.ledger,
      );
      const record = { ...stepped.record, ledger, knownAs: stepped.record.knownAs || who.anonymousId };
      acts = act(host.listens() ? lifecycle : unheard, record, events, page(), host.newId);
      return { ...record, ledger: acts.ledger };
    };
    const change = ([known, unknown]: readonly (PersonRecord | undefined)[]) => {
      if (time !== erased) return [known, unknown];
      let next = adaptRecord(lifecycle, known, now());
      if (unknown) next = mergeRecords(lifecycle, next, adaptRecord(lifecycle, unknown, now()));
      done = forward(next);
      return [done.person.lastAtMs > 0 ? done : known, undefined];
    };
    await database.update(from === null ? [id] : [id, from], change).catch(() => {
      // Without a disk the page's own record is all there is.
      done = forward(base);
    });
    writing = null;
    folded = null;
    if (time === erased && (id === idOf(who) || id === mergeFrom) && done) {
      base = done;
      loaded = true;
      if (mergeFrom === from) mergeFrom = null;
      // What was true before this page came is nothing new to its listeners.
      if (first) shown = before;
      show();
      for (const { event, properties } of reports) host.track(event, properties);
      if (acts) follow(acts);
      if (events.length || noted.length) host.tellTabs();
    }
    void sync();
  };

  /** Does what was decided, and comes back when time alone changes something. */
  const follow = ({ show, calls, suppressed, exposures, nextAtMs }: Acts): void => {
    for (const { experiment, variant } of exposures) {
      host.track('Experiment Viewed', { experiment_name: experiment, variation_name: variant });
    }
    for (const { id } of suppressed) host.track('Prompt Suppressed', { play: id, reason: 'holdout' });
    for (const play of calls) perform(play);
    if (show) perform(show);
    cancelTimer();
    if (nextAtMs !== null) cancelTimer = host.after(Math.min(nextAtMs - now(), MAX_SLEEP_MS), renew);
  };
  const renew = (): void => {
    look();
    stale = true;
    void sync();
  };

  void sync();
  return {
    captured: (line) => {
      look();
      const event = readEvent(JSON.parse(line));
      if (!event) return;
      waiting = [...waiting, event].slice(-MAX_WAITING);
      unfolded.push(event);
      const told = outcomeOf(event);
      const play =
        told && lifecycle.plays.find(({ id, show }) => show === told.widget && [...onSurface.values()].includes(id));
      if (play) settle(play, told.outcome, event.messageId);
      // Once for all calls of a task, and not in theirs.
      if (due) return;
      due = true;
      void Promise.resolve().then(() => {
        due = false;
        show();
        void sync();
      });
    },
    renew,
    explain: (id) => {
      look();
      const moment = page();
      const gates = explainPlays(lifecycle, current(), moment)[id];
      if (!gates) return null;
      const passed = moment.ready && (host.listens() || unheard.plays.some((play) => play.id === id));
      const value = passed ? null : view?.visibilityState === 'hidden' ? 'hidden' : 'nobody listens';
      return [...gates, { gate: 'page', passed, value, nextAtMs: null }];
    },
    claimed: (isDone) => {
      const [id, atMs] = [host.newId(), now()];
      if (isDone) note((ledger) => noteClaim(ledger, id, atMs));
      else renew();
    },
    forget: () => {
      erased++;
      waiting = [];
      notes = [];
      onSurface.clear();
      who = host.identity();
      begin();
    },
    state,
    widget: (name) => {
      look();
      const settings = Object.hasOwn(lifecycle.widgets, name) && lifecycle.widgets[name];
      if (!settings) return null;
      const { person } = current();
      const asked = () => askPerson(lifecycle, person, Math.max(now(), person.lastAtMs));
      return loaded || host.closed() ? { settings, ...lifecycle.checklists[name]?.state(asked()) } : undefined;
    },
  };
}
