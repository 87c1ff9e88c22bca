/**
 * The lifecycle of the person in front of this page: what they do goes into their facts, here and on disk, and what becomes true is told.
 */
import { createPersonDatabase } from './browser/person-database.js';
import type { LifecycleEvent } from './lifecycle/event.js';
import type { LifecycleHost, RunningLifecycle } from './lifecycle/port.js';
import type { Lifecycle } from './lifecycle/lifecycle.js';
import { adaptRecord, emptyRecord, mergeRecords, stepRecord, type PersonRecord } from './lifecycle/record.js';
import { readEvent } from './lifecycle/read-event.js';
import { stateAt, type LifecycleState } from './lifecycle/state.js';
import { NOTHING_TOLD, type Report, type Told } from './lifecycle/told.js';

/** So many events are kept in memory while nothing may be stored; the collector has them all in the end. */
const MAX_WAITING = 1_000;

export function runLifecycle(lifecycle: Lifecycle, host: LifecycleHost): RunningLifecycle {
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

  const idOf = ({ anonymousId, userId }: typeof who): string => userId ?? anonymousId;
  const step = (record: PersonRecord, events: readonly LifecycleEvent[]) =>
    events.length ? stepRecord(lifecycle, record, events, now()) : { record, reports: [] };
  const current = (): PersonRecord => (folded ??= step(base, [...(writing ?? []), ...waiting]).record);

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

  const state = (): LifecycleState => {
    look();
    const { person } = current();
    return stateAt(lifecycle, person, Math.max(now(), person.lastAtMs));
  };

  /** Tells listeners of this page what has changed for them. */
  const show = (): void => {
    // Somebody who was here before is not new.
    if (!loaded && !host.closed()) return;
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
    let before = base.told;
    let done: PersonRecord | undefined;
    let reports: readonly Report[] = [];
    const change = ([known, unknown]: readonly (PersonRecord | undefined)[]) => {
      if (time !== erased) return [known, unknown];
      let next = adaptRecord(lifecycle, known, now());
      if (unknown) next = mergeRecords(lifecycle, next, adaptRecord(lifecycle, unknown, now()));
      before = next.told;
      ({ record: done, reports } = step(next, events));
      return [done.person.lastAtMs > 0 ? done : known, undefined];
    };
    const first = !loaded;
    await database.update(from === null ? [id] : [id, from], change).catch(() => {
      // Without a disk the page's own record is all there is.
      ({ record: done, reports } = step(base, events));
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
      if (events.length) host.tellTabs();
    }
    void sync();
  };

  void sync();
  return {
    captured: (line) => {
      look();
      const event = readEvent(JSON.parse(line));
      if (!event) return;
      waiting = [...waiting, event].slice(-MAX_WAITING);
      folded = null;
      show();
      void sync();
    },
    renew: () => {
      look();
      stale = true;
      void sync();
    },
    forget: () => {
      erased++;
      waiting = [];
      who = host.identity();
      begin();
    },
    state,
  };
}
