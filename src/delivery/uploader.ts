/**
 * Takes stored events to the collector and lets go of each only when the collector has answered for it.
 */
import { overBudget, type Budget } from '../core/budget.js';
import { settle, type Reply } from '../core/settle.js';
import type { Line } from '../core/line.js';
import { FIRST_SIZE, FULL_SIZE, stepBatchSize, type BatchSize } from './batch-size.js';
import type { Endpoint } from './endpoint.js';
import { BATCH_EVENTS, cutLines } from './line.js';
import { createOwed } from './owed.js';
import type { Clock, Election, QueueStore, StoredRecord } from './ports.js';
import { createRecent } from './recent.js';
import { makeRecords } from './records.js';
import {
  CALM,
  isBroken,
  isRipe,
  stepResume,
  stepSetback,
  uploadDueMs,
  type Setback,
  type UploadRules,
  type Waiting,
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
  _stored(records: readonly StoredRecord[], store: QueueStore): void;
  /** Tells of a store that may hold events of earlier pages; resolves to whether it does, or cannot be read now. */
  _found(store: QueueStore): Promise<boolean>;
  /** A store is empty that should not be: returns the lines that were in it, as far as this page has them. */
  lost(store: QueueStore): Line[];
  /** A store has been emptied on purpose: nothing of it is owed. */
  forget(store: QueueStore): void;
  /** Uploads as soon as what was captured so far is stored. */
  _hurry(): void;
  /** The page is seen again, or (`online`) the network is back: an end of waiting, unless the collector has asked for it. */
  _resume(online: boolean): void;
  /** Uploads everything now. */
  flush(): Promise<FlushResult>;
  /**
   * Sends what this page still owes without waiting for a store. A page that is only hidden asks whether another tab is at it; one that
   * is left has no time to.
   *
   * @param unsaved what is in no store yet.
   */
  _leave(unsaved: () => readonly Line[], left: boolean): void;
  /** Events that wait, as far as this page knows. */
  pending(): number;
}

export interface UploaderPorts {
  readonly _clock: Clock;
  readonly _rules: UploadRules;
  /** How much may wait on disk. */
  readonly _budget: Budget;
  /** Posts a batch; never rejects. */
  readonly _post: (lines: readonly Line[], how: PostManner) => Promise<Reply>;
  /** How many bytes may still be put into requests that outlive the page. */
  readonly _allowance: () => number;
  readonly endpoint: Endpoint;
  readonly election: Election;
  readonly _onSent: (messageIds: readonly string[]) => void;
  readonly onDrop: (reason: string, count: number) => void;
  /** The collector refuses the write key: somebody must be told. */
  readonly _onPause: (reason: string) => void;
}

export interface PostManner {
  /** The page is being left, or hidden: nothing may be waited for before the request is made. */
  readonly _leaving: boolean;
  /** Told when the request is made, and whether it outlives the page. */
  readonly _onBegun: (outlives: boolean) => void;
}

/** Of a request's body: what stands around its events, in bytes. */
const ENVELOPE_BYTES = 512;

/** Lines that are kept in memory as well, for a page that leaves and for a disk that is cleared. */
const OWED_BYTES = 1024 * 1024;
/** Without a disk less may wait than on it. */
const MEMORY_BUDGET: Budget = { events: 5_000, bytes: 5 * 1024 * 1024, _ageMs: Infinity };
/** How many more events may wait before the budget is looked at again. */
const TEND_EVERY_EVENTS = 2_000;
const ANOTHER_TAB_MS = 1_000;
/** What is sent first to a collector that is taken for dead. */
const PROBE_EVENTS = 10;
/** How many events are remembered when their record has been removed, for when there is another with them. */
const REMEMBERED = 5_000;

type Doubtful = (readonly [reason: string, lines: readonly Line[]])[];

/** Why an attempt ended early: not the collector's fault. */
const LEFT = { type: 'retry', reason: 'page-left', _waitMs: null } as const satisfies Setback;

export function createUploader(ports: UploaderPorts): Uploader {
  const {
    _clock: clock,
    _rules: rules,
    _budget: budget,
    _post: post,
    _allowance: allowance,
    endpoint,
    election,
    _onSent: onSent,
    onDrop,
    _onPause: onPause,
  } = ports;
  const stores = new Set<QueueStore>();
  const owed = createOwed(OWED_BYTES);
  /** Events that were answered for but whose record is still stored: not sent again. */
  const settled = new Set<string>();
  const removed = createRecent(REMEMBERED);
  /** Events on their way in a request that outlives the page. */
  const outliving = new Set<string>();
  let sent = 0;
  /** How many events a request may carry; not asked for before there is one. */
  let batchSize: BatchSize | undefined;
  /** When the last upload began. */
  let uploadedAtMs = -Infinity;
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
  const isSettled = ({ id }: Line): boolean => settled.has(id) || removed.has(id);
  const pending = (): number => Math.max(0, owed.total().events - settled.size);

  /** Of a collector that is taken for dead little is asked until it answers. */
  const size = (): number =>
    Math.min(
      (batchSize ??= endpoint._isKnown() ? FULL_SIZE : FIRST_SIZE)._most,
      isBroken(state) ? PROBE_EVENTS : Infinity,
    );
  const waiting = (): Waiting => ({ ...owed.total(), _urgent: urgent });
  const ruled = (): UploadRules => ({ ...rules, flushAt: Math.min(rules.flushAt, size()) });
  const firstBatch = (lines: readonly Line[]): readonly Line[] =>
    cutLines(lines, { _maxEvents: size(), _whole: true })[0] ?? [];

  /** An event that a page wrote twice, because it was not told that the first time had gone well, is sent once. */
  const unsettled = (records: readonly StoredRecord[]): Line[] => {
    const byId = new Map(records.flatMap(({ _lines: lines }) => lines.map((line) => [line.id, line])));
    return [...byId.values()].filter((line) => !isSettled(line));
  };

  const answered = (lines: readonly Line[]): string[] => {
    const ids = lines.map(({ id }) => id);
    for (const id of ids) settled.add(id);
    return ids;
  };

  const giveUp = (reason: string, lines: readonly Line[]): void => {
    answered(lines);
    onDrop(reason, lines.length);
  };

  /**
   * Sends one batch, in halves where it is not taken whole; returns what stopped it, or null.
   *
   * @param doubtful single events that somebody else than the collector has refused, such as a proxy.
   */
  const deliver = async (
    lines: readonly Line[],
    leaving: boolean,
    doubtful: Doubtful,
    sentBefore: number,
  ): Promise<Setback | null> => {
    const begunAtMs = clock._monotonicMs();
    let begun: readonly Line[] = [];
    const reply = await post(lines, {
      _leaving: leaving,
      _onBegun: (outlives) => {
        if (outlives) begun = lines;
        for (const { id } of begun) outliving.add(id);
      },
    });
    for (const { id } of begun) outliving.delete(id);
    if (reply.status) heard = true;
    const verdict = settle(reply, clock.now(), {
      _firstId: lines[0]!.id,
      events: lines.length,
      _isNamed: endpoint._isKnown(),
    });
    const reason = verdict.type === 'retry' ? verdict.reason : null;
    if (!leaving && (verdict.type === 'retry' || verdict.type === 'acknowledged'))
      batchSize = stepBatchSize(batchSize ?? FULL_SIZE, lines.length, reason, clock._monotonicMs() - begunAtMs);
    switch (verdict.type) {
      case 'acknowledged': {
        state = CALM;
        sent += lines.length;
        if (verdict.takes) endpoint._learn(verdict.takes);
        const ids = answered(lines);
        onSent(ids);
        if (verdict.rejected.length) onDrop('rejected', verdict.rejected.filter((at) => ids[at]).length);
        return null;
      }
      case 'halve': {
        if (lines.length === 1) {
          if (verdict._own) giveUp(verdict.reason, lines);
          else doubtful.push([verdict.reason, lines]);
          // Something in between that refuses everything is not to cost everything.
          return doubtful.length > 1 && sent === sentBefore
            ? { type: 'retry', reason: verdict.reason, _waitMs: null }
            : null;
        }
        const middle = lines.length >> 1;
        const first = await deliver(lines.slice(0, middle), leaving, doubtful, sentBefore);
        return first ?? deliver(lines.slice(middle), leaving, doubtful, sentBefore);
      }
      default:
        return verdict;
    }
  };

  /** Delivers one batch; what somebody else has refused is given up where its neighbours were taken, else it is tried again. */
  const deliverBatch = async (batch: readonly Line[], leaving = false): Promise<Setback | null> => {
    if (!batch.length) return null;
    const doubtful: Doubtful = [];
    const sentBefore = sent;
    const setback = await deliver(batch, leaving, doubtful, sentBefore);
    if (sent > sentBefore) for (const [reason, lines] of doubtful) giveUp(reason, lines);
    else if (doubtful[0]) return setback ?? { type: 'retry', reason: doubtful[0][0], _waitMs: null };
    return setback;
  };

  /** Removes what was answered for; of a record that was answered for in part what is left stays. Rejects where that cannot be. */
  const clear = async (store: QueueStore, records: readonly StoredRecord[]): Promise<void> => {
    const changed = records
      .map(({ key, _lines: lines }) => ({
        key,
        gone: lines.filter(isSettled),
        left: lines.filter((line) => !isSettled(line)),
      }))
      .filter(({ gone, left }) => gone.length || !left.length)
      .map(({ left, ...record }) => ({ ...record, rest: makeRecords(left) }));
    if (!changed.length) return;
    await store.remove(
      changed.map(({ key }) => key),
      changed.flatMap(({ rest }) => rest),
    );
    for (const { key, gone, rest } of changed) {
      owed.replace(key, rest);
      for (const { id } of gone) {
        settled.delete(id);
        removed.add(id);
      }
    }
  };

  /**
   * Empties one store, oldest first, batch by batch; returns what stopped it, or null.
   *
   * @param whole also what came since the upload began, however little that is.
   */
  const drain = async (store: QueueStore, whole: boolean): Promise<Setback | null> => {
    let reach = BATCH_EVENTS;
    for (;;) {
      if (isAway()) return LEFT;
      const foundEmpty = owed._beforeRead(store);
      const records = await store.read(reach);
      if (!records.length) {
        foundEmpty();
        return null;
      }
      const lines = unsettled(records);
      const batch = firstBatch(lines);
      const setback = await deliverBatch(batch);
      // Nothing is begun in the store of a page that has been left meanwhile: it is removed when the page is back.
      if (isAway()) return LEFT;
      const isAll = batch.length === lines.length && records.reduce((events, { key }) => events + key[2], 0) < reach;
      try {
        await clear(store, records);
      } catch (error) {
        if (setback) return setback;
        if (isAll) throw error;
        // What cannot be removed does not stand before what comes after it.
        reach *= 2;
        continue;
      }
      if (setback) return setback;
      // What came meanwhile waits for company, as it would without an upload.
      if (isAll && !whole && !isRipe(waiting(), ruled())) return null;
    }
  };

  const drainAll = async (whole: boolean): Promise<Setback | null> => {
    urgent = false;
    await leaving;
    let broken: Setback | null = null;
    for (const store of stores) {
      try {
        const setback = await drain(store, whole);
        if (setback) return setback;
      } catch (error) {
        // One store that cannot be read, or not emptied, does not hold up the others, nor what this page has of it in memory.
        const kept = owed.kept((one) => one === store);
        for (let lines; (lines = firstBatch(unsettled(kept))).length;) {
          const setback = isAway() ? LEFT : await deliverBatch(lines);
          if (setback) return setback;
        }
        owed.remove(kept.map(({ key }) => key));
        broken = { type: 'retry', reason: `store: ${String(error)}`, _waitMs: null };
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
      const ageMs = heard ? limits._ageMs : Infinity;
      const keys = await store.keys().catch(() => []);
      for (const surplus of overBudget(keys, { ...limits, _ageMs: ageMs }, clock.now())) {
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
  const upload = async (whole: boolean): Promise<string | null> => {
    const outcome = await election._elect(async () => {
      uploadedAtMs = clock._monotonicMs();
      const setback = await drainAll(whole);
      if (setback && setback !== LEFT) await tend();
      return { _setback: setback };
    });
    if (!outcome) {
      state = { ...state, _notBeforeMs: Math.max(state._notBeforeMs, clock._monotonicMs() + ANOTHER_TAB_MS) };
      return 'another-tab';
    }
    const { _setback: setback } = outcome;
    if (!setback) return null;
    if (setback.type === 'pause') onPause(setback.reason);
    return setback === LEFT ? setback.reason : fail(setback);
  };
  const fail = (setback: Setback): string => {
    state = stepSetback(state, setback, clock._monotonicMs(), () => clock.random());
    return setback.reason;
  };

  /** Work on the stores is one after another; there is never more than one at it. */
  const inTurn = async (work: () => Promise<string | null>): Promise<string | null> => {
    cancelTimer();
    active++;
    // The platform itself is broken: there is nobody to tell but who asks.
    const turn = tail.then(work).catch(() => fail({ type: 'retry', reason: 'internal', _waitMs: null }));
    tail = turn;
    const reason = await turn;
    active--;
    schedule();
    return reason;
  };
  const run = (whole: boolean): Promise<string | null> => inTurn(() => upload(whole));

  const schedule = (): void => {
    cancelTimer();
    if (active || away) return;
    const total = owed.total();
    tendedAtEvents = Math.min(tendedAtEvents, total.events);
    if (total.events - tendedAtEvents > TEND_EVERY_EVENTS) {
      tendedAtEvents = total.events;
      void inTurn(() => election._elect(tend));
      return;
    }
    const dueMs = uploadDueMs(state, ruled(), waiting(), uploadedAtMs, clock._monotonicMs());
    if (dueMs !== null) cancelTimer = clock.after(dueMs, () => void run(false));
  };

  const owe = (records: readonly StoredRecord[], store: QueueStore, own: boolean): void => {
    stores.add(store);
    owed.add(store, records, clock._monotonicMs(), own);
    schedule();
  };

  /** What can be sent without a store. */
  const atHand = (unsaved: readonly Line[]): readonly Line[] => {
    // A collector that is dead or has asked for a pause is spared what is on disk anyway.
    const spared = isBroken(state) || (state._firm && clock._monotonicMs() < state._notBeforeMs);
    const kept = owed.kept((store) => !(spared && store.durable));
    const lines = [...kept.flatMap((record) => record._lines), ...unsaved];
    return lines.filter((line) => !isSettled(line) && !outliving.has(line.id));
  };

  /** Sends what is at hand, within the keepalive allowance: a request for each context that can be shared, as there is no time to compress. */
  const sendAtHand = async (unsaved: readonly Line[]): Promise<void> => {
    const whole = !endpoint.takes('context');
    const runs = new Map<string, Line[]>();
    for (const line of atHand(unsaved)) {
      const of = whole ? '' : line.context.json;
      runs.set(of, [...(runs.get(of) ?? []), line]);
    }
    await Promise.all(
      [...runs.values()].map((run) =>
        deliverBatch(cutLines(run, { _maxBytes: allowance() - ENVELOPE_BYTES, _whole: whole })[0]!, true),
      ),
    );
  };

  return {
    _stored: (records, store) => owe(records, store, true),
    _found: async (store) => {
      const keys = await store.keys().catch(() => null);
      stores.add(store);
      if (!keys) return true;
      // On a short visit it would be asked for and never answered: the page that left it has sent it so already.
      if (keys.length && !state._failures) {
        state = { ...state, _notBeforeMs: clock._monotonicMs() + rules.flushAfterMs };
      }
      owe(
        keys.map((key) => ({ key, _lines: [] })),
        store,
        false,
      );
      return keys.length > 0;
    },
    lost: (store) => {
      const { _lines: lines, gone } = owed.lose(store);
      if (gone) onDrop('storage-cleared', gone);
      return lines.filter((line) => !isSettled(line));
    },
    forget: (store) => void owed.lose(store),
    _hurry: () => {
      urgent = true;
      if (!state._failures) state = CALM;
      schedule();
    },
    _resume: (online) => {
      // Firefox tells a page that was cached nothing more of what it sent when it was left.
      if (away) leaving = Promise.resolve();
      away = false;
      state = stepResume(state, online, clock._monotonicMs());
      schedule();
    },
    flush: async () => {
      const before = sent;
      const reason = await run(true);
      return {
        ok: reason === null,
        sent: sent - before,
        pending: pending(),
        ...(reason !== null && { reason }),
      };
    },
    _leave: (unsaved, left) => {
      const send = (): Promise<void> => sendAtHand(unsaved());
      if (left) {
        away = true;
        election._stepDown();
        leaving = send().catch(() => {});
      } else {
        leaving = election._elect(send).catch(() => {});
      }
    },
    pending,
  };
}
