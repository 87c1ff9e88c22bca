/**
 * Takes stored events to the collector and lets go of each only when the collector has answered for it.
 */
import { overBudget, type Budget } from '../core/budget.js';
import { settle, type Reply } from '../core/settle.js';
import { cutLines, lineId, linesBytes } from './line.js';
import { createOwed } from './owed.js';
import type { Clock, Election, QueueStore, StoredRecord } from './ports.js';
import { createRecent } from './recent.js';
import {
  CALM,
  isBroken,
  stepResume,
  stepSetback,
  uploadDueMs,
  type Setback,
  type UploadRules,
} from './upload-state.js';

/** How an upload of everything that waited ended. */
export interface FlushResult {
  /** Whether nothing waits any more. */
  readonly ok: boolean;
  /** Events that the collector answered for. */
  readonly sent: number;
  /** Events that still wait, as far as this page knows. */
  readonly pending: number;
  /** Why some still wait: `network`, `http-503`, `another-tab` … */
  readonly reason?: string;
}

export interface Uploader {
  /** Tells of events of this page that are in a store now. */
  stored(records: readonly StoredRecord[], store: QueueStore): void;
  /** Tells of a store that may hold events of earlier pages; resolves to whether it does, or cannot be read now. */
  found(store: QueueStore): Promise<boolean>;
  /** A store is empty that should not be: returns the lines that were in it, as far as this page has them. */
  lost(store: QueueStore): string[];
  /** A store has been emptied on purpose: nothing of it is owed. */
  forget(store: QueueStore): void;
  /** Uploads as soon as what was captured so far is stored. */
  hurry(): void;
  /** The page is seen again, or (`online`) the network is back: an end of waiting, unless the collector has asked for it. */
  resume(online: boolean): void;
  /** Uploads everything now. */
  flush(): Promise<FlushResult>;
  /**
   * Sends what this page still owes without waiting for a store. A page that is only hidden asks whether another tab is at it; one that
   * is left has no time to.
   *
   * @param unsaved what is in no store yet.
   */
  leave(unsaved: () => readonly string[], left: boolean): void;
  /** Events that wait, as far as this page knows. */
  pending(): number;
}

export interface UploaderPorts {
  readonly clock: Clock;
  readonly rules: UploadRules;
  /** How much may wait on disk. */
  readonly budget: Budget;
  /** Posts a batch of lines; never rejects. `keepalive` lets it outlive the page. */
  readonly post: (lines: readonly string[], keepalive: boolean) => Promise<Reply>;
  readonly election: Election;
  readonly onSent: (messageIds: readonly string[]) => void;
  readonly onDrop: (reason: string, count: number) => void;
  /** The collector refuses the write key: somebody must be told. */
  readonly onPause: (reason: string) => void;
}

/** Browsers allow 64 KiB of keepalive bodies in flight together; the rest is room for the envelope. */
export const KEEPALIVE_BYTES = 60 * 1024;

/** Lines that are kept in memory as well, for a page that leaves and for a disk that is cleared. */
const OWED_BYTES = 1024 * 1024;
/** Without a disk less may wait than on it. */
const MEMORY_BUDGET: Budget = { events: 5_000, bytes: 5 * 1024 * 1024, ageMs: Infinity };
/** How many more events may wait before the budget is looked at again. */
const TEND_EVERY_EVENTS = 2_000;
const READ_RECORDS = 100;
const ANOTHER_TAB_MS = 1_000;
/** What is sent first to a collector that is taken for dead. */
const PROBE_EVENTS = 10;
/** How many events are remembered when their record has been removed, for when there is another with them. */
const REMEMBERED = 5_000;

type Doubtful = (readonly [reason: string, lines: readonly string[]])[];

/** Why an attempt ended early: not the collector's fault. */
const LEFT = { type: 'retry', reason: 'page-left', waitMs: null } as const satisfies Setback;

export function createUploader(ports: UploaderPorts): Uploader {
  const { clock, rules, budget, post, election, onSent, onDrop, onPause } = ports;
  const stores = new Set<QueueStore>();
  const owed = createOwed(OWED_BYTES);
  /** Events that were answered for but whose record is still stored: not sent again. */
  const settled = new Set<string>();
  const removed = createRecent(REMEMBERED);
  /** Events on their way in a request that outlives the page. */
  const outliving = new Set<string>();
  let keepaliveBytes = 0;
  let sent = 0;
  let state = CALM;
  let urgent = false;
  let away = false;
  /** Whether the collector has answered this page at all. */
  let heard = false;
  let tendedAtEvents = 0;
  let active = 0;
  let tail: Promise<unknown> = Promise.resolve();
  let leaving: Promise<unknown> = Promise.resolve();
  let cancelTimer = (): void => {};

  /** Asked again after each wait: the page may have been left meanwhile. */
  const isAway = (): boolean => away;
  const isSettled = (line: string): boolean => settled.has(lineId(line)) || removed.has(lineId(line));

  /** An event that a page wrote twice, because it was not told that the first time had gone well, is sent once. */
  const unsettled = (records: readonly StoredRecord[]): string[] => {
    const waiting = new Map(records.flatMap(({ lines }) => lines.map((line) => [lineId(line), line])));
    return [...waiting.values()].filter((line) => !isSettled(line));
  };

  const answered = (lines: readonly string[]): string[] => {
    const ids = lines.map(lineId);
    for (const id of ids) settled.add(id);
    return ids;
  };

  const giveUp = (reason: string, lines: readonly string[]): void => {
    answered(lines);
    onDrop(reason, lines.length);
  };

  /**
   * Sends one batch, in halves where it is not taken whole; returns what stopped it, or null.
   *
   * @param doubtful single events that somebody else than the collector has refused, such as a proxy.
   */
  const deliver = async (lines: readonly string[], doubtful: Doubtful, sentBefore: number): Promise<Setback | null> => {
    const bytes = linesBytes(lines);
    const keepalive = keepaliveBytes + bytes <= KEEPALIVE_BYTES;
    if (keepalive) {
      keepaliveBytes += bytes;
      for (const line of lines) outliving.add(lineId(line));
    }
    const reply = await post(lines, keepalive);
    if (keepalive) {
      keepaliveBytes -= bytes;
      for (const line of lines) outliving.delete(lineId(line));
    }
    if (reply.status) heard = true;
    const verdict = settle(reply, clock.now());
    switch (verdict.type) {
      case 'acknowledged': {
        state = CALM;
        sent += lines.length;
        const ids = answered(lines);
        onSent(ids);
        if (verdict.rejected.length) onDrop('rejected', verdict.rejected.filter((at) => ids[at]).length);
        return null;
      }
      case 'halve': {
        if (lines.length === 1) {
          if (verdict.own) giveUp(verdict.reason, lines);
          else doubtful.push([verdict.reason, lines]);
          // Something in between that refuses everything is not to cost everything.
          return doubtful.length > 1 && sent === sentBefore
            ? { type: 'retry', reason: verdict.reason, waitMs: null }
            : null;
        }
        const middle = lines.length >> 1;
        const first = await deliver(lines.slice(0, middle), doubtful, sentBefore);
        return first ?? deliver(lines.slice(middle), doubtful, sentBefore);
      }
      default:
        return verdict;
    }
  };

  /** Delivers one batch; what somebody else has refused is given up where its neighbours were taken, else it is tried again. */
  const deliverBatch = async (batch: readonly string[]): Promise<Setback | null> => {
    const doubtful: Doubtful = [];
    const sentBefore = sent;
    const setback = await deliver(batch, doubtful, sentBefore);
    if (sent > sentBefore) for (const [reason, lines] of doubtful) giveUp(reason, lines);
    else if (doubtful[0]) return setback ?? { type: 'retry', reason: doubtful[0][0], waitMs: null };
    return setback;
  };

  const deliverAll = async (lines: readonly string[]): Promise<Setback | null> => {
    // Of a collector that is taken for dead little is asked until it answers.
    const probe = isBroken(state) ? PROBE_EVENTS : 0;
    for (const batch of [...cutLines(lines.slice(0, probe)), ...cutLines(lines.slice(probe))]) {
      if (isAway()) return LEFT;
      const setback = await deliverBatch(batch);
      if (setback) return setback;
    }
    return null;
  };

  /** Empties one store, oldest first; returns what stopped it, or null. */
  const drain = async (store: QueueStore): Promise<Setback | null> => {
    let limit = READ_RECORDS;
    for (;;) {
      if (isAway()) return LEFT;
      const foundEmpty = owed.beforeRead(store);
      const records = await store.read(limit);
      if (!records.length) {
        foundEmpty();
        return null;
      }
      const setback = await deliverAll(unsettled(records));
      // Nothing is begun in the store of a page that has been left meanwhile: it is removed when the page is back.
      if (isAway()) return LEFT;
      const done = records.filter(({ lines }) => lines.every(isSettled));
      const keys = done.map(({ key }) => key);
      try {
        if (keys.length) await store.remove(keys);
      } catch (error) {
        if (setback) return setback;
        if (records.length < limit) throw error;
        // What cannot be removed does not stand before what comes after it.
        limit *= 2;
        continue;
      }
      owed.remove(keys);
      for (const { lines } of done) {
        for (const line of lines) {
          settled.delete(lineId(line));
          removed.add(lineId(line));
        }
      }
      if (setback) return setback;
    }
  };

  const drainAll = async (): Promise<Setback | null> => {
    urgent = false;
    await leaving;
    let broken: Setback | null = null;
    for (const store of stores) {
      try {
        const setback = await drain(store);
        if (setback) return setback;
      } catch (error) {
        // One store that cannot be read, or not emptied, does not hold up the others, nor what this page has of it in memory.
        const kept = owed.kept((one) => one === store);
        const setback = await deliverAll(unsettled(kept));
        if (setback) return setback;
        owed.remove(kept.map(({ key }) => key));
        broken = { type: 'retry', reason: `store: ${String(error)}`, waitMs: null };
      }
    }
    return broken;
  };

  /** Gives up what is over the budget, in every store. */
  const tend = async (): Promise<null> => {
    for (const store of stores) {
      if (isAway()) break;
      const limits = store.durable ? budget : MEMORY_BUDGET;
      // A clock that is wrong by months lets no https through: without an answer nobody knows how old anything is.
      const ageMs = heard ? limits.ageMs : Infinity;
      const keys = await store.keys().catch(() => []);
      for (const surplus of overBudget(keys, { ...limits, ageMs }, clock.now())) {
        await store.remove(surplus.keys).then(
          () => {
            owed.remove(surplus.keys);
            onDrop(
              surplus.reason,
              surplus.keys.reduce((count, key) => count + key[2], 0),
            );
          },
          () => {},
        );
      }
    }
    tendedAtEvents = owed.total().events;
    return null;
  };

  /** One attempt at everything that waits; returns why some of it still does, or null. */
  const upload = async (): Promise<string | null> => {
    const outcome = await election.elect(async () => {
      const setback = await drainAll();
      if (setback && setback !== LEFT) await tend();
      return { setback };
    });
    if (!outcome) {
      state = { ...state, notBeforeMs: Math.max(state.notBeforeMs, clock.monotonicMs() + ANOTHER_TAB_MS) };
      return 'another-tab';
    }
    const { setback } = outcome;
    if (!setback) return null;
    if (setback.type === 'pause') onPause(setback.reason);
    return setback === LEFT ? setback.reason : fail(setback);
  };
  const fail = (setback: Setback): string => {
    state = stepSetback(state, setback, clock.monotonicMs(), () => clock.random());
    return setback.reason;
  };

  /** Work on the stores is one after another; there is never more than one at it. */
  const inTurn = async (work: () => Promise<string | null>): Promise<string | null> => {
    cancelTimer();
    active++;
    // The platform itself is broken: there is nobody to tell but who asks.
    const turn = tail.then(work).catch(() => fail({ type: 'retry', reason: 'internal', waitMs: null }));
    tail = turn;
    const reason = await turn;
    active--;
    schedule();
    return reason;
  };
  const run = (): Promise<string | null> => inTurn(upload);

  const schedule = (): void => {
    cancelTimer();
    if (active || away) return;
    const total = owed.total();
    tendedAtEvents = Math.min(tendedAtEvents, total.events);
    if (total.events - tendedAtEvents > TEND_EVERY_EVENTS) {
      tendedAtEvents = total.events;
      void inTurn(() => election.elect(tend));
      return;
    }
    const dueMs = uploadDueMs(state, rules, { ...total, urgent }, clock.monotonicMs());
    if (dueMs !== null) cancelTimer = clock.after(dueMs, () => void run());
  };

  const owe = (records: readonly StoredRecord[], store: QueueStore, own: boolean): void => {
    stores.add(store);
    owed.add(store, records, clock.monotonicMs(), own);
    schedule();
  };

  /** What can be sent without a store, within the keepalive allowance. */
  const atHand = (unsaved: readonly string[]): readonly string[] => {
    // A collector that is dead or has asked for a pause is spared what is on disk anyway.
    const spared = isBroken(state) || (state.firm && clock.monotonicMs() < state.notBeforeMs);
    const kept = owed.kept((store) => !(spared && store.durable));
    const lines = [...kept.flatMap((record) => record.lines), ...unsaved];
    const unsent = lines.filter((line) => !isSettled(line) && !outliving.has(lineId(line)));
    return cutLines(unsent, KEEPALIVE_BYTES - keepaliveBytes)[0] ?? [];
  };

  return {
    stored: (records, store) => owe(records, store, true),
    found: async (store) => {
      const records = await store.read(READ_RECORDS).catch(() => null);
      stores.add(store);
      if (!records) return true;
      // On a short visit it would be asked for and never answered: the page that left it has sent it so already.
      if (records.length && !state.failures) {
        state = { ...state, notBeforeMs: clock.monotonicMs() + rules.flushAfterMs };
      }
      owe(records, store, false);
      return records.length > 0;
    },
    lost: (store) => {
      const { lines, gone } = owed.lose(store);
      if (gone) onDrop('storage-cleared', gone);
      return lines.filter((line) => !isSettled(line));
    },
    forget: (store) => void owed.lose(store),
    hurry: () => {
      urgent = true;
      if (!state.failures) state = CALM;
      schedule();
    },
    resume: (online) => {
      // Firefox tells a page that was cached nothing more of what it sent when it was left.
      if (away) leaving = Promise.resolve();
      away = false;
      state = stepResume(state, online, clock.monotonicMs());
      schedule();
    },
    flush: async () => {
      const before = sent;
      const reason = await run();
      return {
        ok: reason === null,
        sent: sent - before,
        pending: owed.total().events,
        ...(reason !== null && { reason }),
      };
    },
    leave: (unsaved, left) => {
      const send = async (): Promise<void> => {
        const lines = atHand(unsaved());
        if (lines.length) await deliverBatch(lines);
      };
      if (left) {
        away = true;
        election.stepDown();
        leaving = send().catch(() => {});
      } else {
        leaving = election.elect(send).catch(() => {});
      }
    },
    pending: () => owed.total().events,
  };
}
