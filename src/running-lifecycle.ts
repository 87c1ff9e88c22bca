/**
 * The lifecycle of the person in front of this page: what they do goes into their facts, here and on disk, and what becomes true is told.
 */
import { createAsking, type Snapshot } from './asking-collector.js';
import { createPersonDatabase } from './browser/person-database.js';
import type { LifecycleEvent } from './lifecycle/event.js';
import { act, explainPlays, idsOf, noteIgnored, outcomeOf, type Acts, type Page } from './lifecycle/act.js';
import { applies } from './lifecycle/applies.js';
import { variantOf } from './lifecycle/exposure.js';
import { placeOf } from './lifecycle/gates.js';
import { own, type Ledger, type Outcome } from './lifecycle/ledger.js';
import { noteClaim, noteOutcome } from './lifecycle/note.js';
import type { LifecycleHost, PersonState, Presenter, RunningLifecycle } from './lifecycle/port.js';
import type { Lifecycle, Play } from './lifecycle/lifecycle.js';
import { adaptRecord, emptyRecord, mergeRecords, stepRecord, type PersonRecord } from './lifecycle/record.js';
import { readEvent } from './lifecycle/read-event.js';
import { askPerson, stateAt } from './lifecycle/state.js';
import { takeRecord } from './lifecycle/take-record.js';
import { NOTHING_TOLD, type Report, type Told } from './lifecycle/told.js';
import { hasOwn } from './wire/has-own.js';

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
  /** Counts what was captured. */
  let captured = 0;
  /** What the collector knows, on its way into the record. */
  let taking: { readonly before: Snapshot; readonly answer: PersonRecord } | null = null;
  /** What has become true was not told, as the collector was waited for. */
  let owed = false;
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
  const settle = (play: Play, outcome: Outcome | 'withdrawn', id = host.newId()): void => {
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

  const asking = createAsking(host, {
    settle: async () => {
      look();
      stale = true;
      await sync();
      if (!loaded || writing || waiting.length || mergeFrom !== null) return null;
      return { userId: who.userId, record: base, captured };
    },
    take: async (before, answer) => {
      const mine = (taking = { before, answer });
      stale = true;
      await sync();
      if (taking !== mine) return true;
      taking = null;
      return false;
    },
    _release: () => renew(),
  });
  const held = (record: PersonRecord): boolean => asking.holds(who.userId, record, lifecycle.hash);
  /** With what the collector knows in its place, if it is what the collector was told before it answered. */
  const taken = (record: PersonRecord): PersonRecord => {
    if (!taking) return record;
    const { before, answer } = taking;
    const isSame = record === before.record || record.person.lastAtMs + before.record.person.lastAtMs === 0;
    if (!isSame || captured !== before.captured || who.userId !== before.userId) return record;
    taking = null;
    return takeRecord(lifecycle, record, answer);
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
    owed = false;
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
    if ((!loaded && !host.closed()) || held(base)) return;
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
    let waits = false as boolean;
    const forward = (stored: PersonRecord): PersonRecord => {
      waits = held(stored);
      const next = taken(stored);
      before = next.told;
      const isHeld = held(next);
      const stepped = owed && !isHeld ? stepRecord(lifecycle, next, events, now()) : step(next, events);
      owed = isHeld;
      ({ reports } = stepped);
      if (isHeld) reports = [];
      const ledger = noted.reduce(
        (kept, noting) => noting(kept),
        first ? noteIgnored(lifecycle, stepped.record.ledger, now()) : stepped.record.ledger,
      );
      const told = isHeld ? next.told : stepped.record.told;
      const record = { ...stepped.record, told, ledger, knownAs: stepped.record.knownAs || who.anonymousId };
      const moment = page();
      const here = { ...moment, ready: moment.ready && !isHeld };
      acts = act(host.listens() ? lifecycle : unheard, record, events, here, host.newId);
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
      if (first || waits) shown = before;
      show();
      for (const { event, properties } of reports) host.track(event, properties);
      if (acts) follow(acts);
      if (events.length || noted.length) host.tellTabs();
      asking._begin(who.userId);
    }
    void sync();
  };

  /** Does what was decided, and comes back when time alone changes something. */
  const follow = ({ ledger, show, calls, suppressed, exposures, nextAtMs }: Acts): void => {
    for (const play of lifecycle.plays) {
      const { id, show: widget, when, on } = play;
      if (!widget || !when || on || own(ledger.since, id) !== undefined || lifecycle.widgets[widget]?.kind !== 'prompt')
        continue;
      if (onSurface.get(placeOf(lifecycle, play).surface) !== id) continue;
      settle(play, 'withdrawn');
      host.tell('withdraw', { play: id, widget });
    }
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
      captured++;
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
      const waits = held(base);
      const passed = moment.ready && !waits && (host.listens() || unheard.plays.some((play) => play.id === id));
      const why = waits ? 'asking the collector' : 'nobody listens';
      const value = passed ? null : view?.visibilityState === 'hidden' ? 'hidden' : why;
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
      const settings = hasOwn(lifecycle.widgets, name) && lifecycle.widgets[name];
      if (!settings) return null;
      if (!host.closed() && (!loaded || held(base))) return undefined;
      const record = current();
      const { person } = record;
      const asked = () => askPerson(lifecycle, person, Math.max(now(), person.lastAtMs));
      return {
        settings,
        applies: applies(lifecycle, record, page(), name),
        ...lifecycle.checklists[name]?.state(asked()),
      };
    },
    close: async () => {
      // Each stands behind what is being written; what came meanwhile is written after that.
      for (let tries = 0; writing && tries < 10; tries++) await database.update([], () => []).catch(() => {});
      cancelTimer();
      database.close();
    },
  };
}
