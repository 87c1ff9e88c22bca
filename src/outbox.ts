/**
 * The way of an event out of this page, put together: disks, ladder, journal, write ahead, election, upload.
 */
import { createChannel } from './browser/channel.js';
import type { createClock } from './browser/clock.js';
import { createElection } from './browser/election.js';
import { createJournal } from './browser/journal.js';
import { createLease } from './browser/lease.js';
import { localText } from './browser/local-text.js';
import { isBeingLeft } from './browser/page-hide.js';
import { quietly } from './browser/quietly.js';
import { createQueueDatabase } from './browser/queue-database.js';
import { createTransport } from './browser/transport.js';
import { inTime } from './browser/in-time.js';
import { gzip } from './browser/gzip.js';
import type { Budget } from './core/budget.js';
import { composeBatch } from './core/compose-batch.js';
import { isoTime } from './core/json.js';
import { readLines, writeLines, type Line } from './core/line.js';
import type { Reply } from './core/settle.js';
import { createDisk } from './delivery/disk.js';
import { createEndpoint } from './delivery/endpoint.js';
import { createLadder } from './delivery/ladder.js';
import { createMemoryStore } from './delivery/memory-store.js';
import { SILENT, type Disk, type Journal, type QueueStore } from './delivery/ports.js';
import { makeRecords } from './delivery/records.js';
import type { UploadRules } from './delivery/upload-state.js';
import { createUploader, type FlushResult, type PostManner } from './delivery/uploader.js';
import { createWriteAhead } from './delivery/write-ahead.js';
import type { Permission } from './permission.js';
import { BATCH_PATH } from './wire/batch.js';

export interface Outbox {
  /** Takes one event; resolves to whether it is on disk, once that is known. Never rejects. */
  push(line: Line): Promise<boolean>;
  /** What is captured next does not wait for company. */
  _hurry(): void;
  flush(): Promise<FlushResult>;
  pending(): number;
  /** The page is hidden, or left. */
  _leave(left: boolean): void;
  /** It may begin, or the page is seen again, or (`online`) the network is back. Until it is first called nothing is opened. */
  _resume(online: boolean): void;
  /** Lets go of what is in this page's memory; resolves when nothing of it is on its way to a disk any more. */
  _discard(): Promise<void>;
  /** Writes what is captured, and lets go of everything for good. */
  close(): Promise<void>;
}

export interface OutboxPorts {
  /** The name of the database, the lock, the channel and the storage keys. */
  readonly name: string;
  readonly writeKey: string;
  /** The collector's, without a slash at its end. */
  readonly address: string;
  readonly _clock: ReturnType<typeof createClock>;
  readonly _rules: UploadRules;
  readonly _budget: Budget;
  /** A name for this page. */
  readonly _pageId: string;
  readonly newId: () => string;
  /** Whether this page may store and send: looks, or says what it saw last. Null where it may. */
  readonly _permission: Pick<Permission, 'check' | 'closed'>;
  readonly _onStored: (messageIds: readonly string[], durable: boolean) => void;
  readonly _onSent: (messageIds: readonly string[]) => void;
  readonly onDrop: (reason: string, count: number) => void;
  readonly _onPause: (reason: string) => void;
}

/** Fewer events are not worth the time. */
const GZIP_FROM_EVENTS = 5;
const GZIP_LIMIT_MS = 2_000;
/** An endpoint that has said that it takes a form, and answers so to it, may be another one by now. */
const REFUSED_FORM = new Set([400, 415, 422]);

const unsent = (reason: string): Reply => ({ status: 0, retryAfter: null, text: '', reason });

export function createOutbox(ports: OutboxPorts): Outbox {
  const {
    name,
    writeKey,
    address,
    _clock: clock,
    _rules: rules,
    _budget: budget,
    _pageId: pageId,
    newId,
    _permission: permission,
    _onStored: onStored,
    _onSent: onSent,
    onDrop,
    _onPause: onPause,
  } = ports;
  const { after } = clock;
  const transport = createTransport(address + BATCH_PATH, after, () => !permission.closed());
  const takesKey = `${name}:takes`;
  const endpoint = createEndpoint({
    read: () => localText.read(takesKey),
    write: (text) => localText.write(takesKey, text),
  });
  let isLeft = false;
  /** An endpoint has refused a batch in its plain form too: what it refuses from then on is not the form. */
  let isFormTaken = false;
  const post = async (
    lines: readonly Line[],
    { _leaving: leaving, _onBegun: onBegun }: PostManner,
    isPlain = false,
  ): Promise<Reply> => {
    const reason = permission.check();
    if (reason) return unsent(reason);
    // A single event is sent plain: it may be given up after a refusal.
    const shared = !isPlain && lines.length > 1 && endpoint.takes('context');
    const body = composeBatch(writeKey, isoTime(clock.now()), lines, shared);
    const packs = !isPlain && !leaving && lines.length >= GZIP_FROM_EVENTS && endpoint.takes('gzip');
    const packed = packs ? await inTime(gzip(body), GZIP_LIMIT_MS, after, SILENT).catch(() => null) : null;
    // The page was left meanwhile, and has sent it itself.
    if (packs && isLeft) return unsent('page-left');
    // An address that is never the same twice: what answers by address has no answer to this one.
    const reply = await transport._post(packed ?? body, `?b=${newId()}`, onBegun);
    const isRefused = REFUSED_FORM.has(reply.status);
    if (isPlain) isFormTaken ||= isRefused;
    if (isFormTaken || !(shared || packed) || !isRefused) return reply;
    endpoint._doubt();
    return post(lines, { _leaving: leaving, _onBegun: onBegun }, true);
  };

  const openJournal = createJournal(name, pageId);
  const journal: Journal = {
    _save: (lines) => openJournal._save(permission.closed() ? '' : writeLines(lines)),
    _takeLeftBehind: () => {
      const { _texts: texts, forget } = openJournal._takeLeftBehind();
      return { _lines: texts.flatMap(readLines), forget };
    },
  };
  const channel = createChannel(name);
  const memory = createMemoryStore();

  const lease = createLease(name, pageId, clock.now);
  const election = createElection(name, { _monotonicMs: clock._monotonicMs, after, _lease: lease });
  const uploader = createUploader({
    _clock: clock,
    _rules: rules,
    _budget: budget,
    election: { ...election, _elect: (work) => (permission.closed() ? work() : election._elect(work)) },
    _post: post,
    _allowance: transport._allowance,
    endpoint,
    _onSent: onSent,
    onDrop,
    _onPause: onPause,
  });

  const openDisk = (diskName: string): Disk => {
    const disk: Disk = createDisk(
      createQueueDatabase(diskName, {
        after,
        silent: SILENT,
        onClose: () => {
          if (!permission.closed()) ladder.closed();
        },
        _onLost: () => uploader.lost(disk).forEach((line) => void writeAhead.push(line)),
      }),
    );
    return disk;
  };
  const first = openDisk(name);
  const second = openDisk(`${name}:2`);
  /** Says that the second disk has been used: else it is not even opened. */
  const secondUsed = `${name}:second`;

  const begun = new Set<string>();
  const once = (what: string, work: () => Promise<unknown>): void => {
    if (begun.has(what)) return;
    begun.add(what);
    work().catch(() => {});
  };
  /** What earlier pages left in their journals, once it is known where to write. */
  const takeOver = async (target: QueueStore): Promise<void> => {
    const { _lines: lines, forget } = journal._takeLeftBehind();
    if (!lines.length) return;
    if (target !== memory) {
      await target.add(makeRecords(lines));
      forget();
      await uploader._found(target);
      return;
    }
    const kept = await Promise.all(lines.map(writeAhead.push));
    // In memory only they may go on into our own journal, if it has room.
    if (kept.every(Boolean) || writeAhead._saveToJournal()) forget();
  };
  const lookAtSecond = async (): Promise<void> => {
    // It is empty also where what this page writes is still on its way.
    const isUsedHere = ladder.target() === second;
    if (localText.read(secondUsed) && !(await uploader._found(second)) && !isUsedHere)
      localText.write(secondUsed, null);
  };
  const ladder = createLadder({
    disks: [first, second],
    _memory: memory,
    after,
    _poke: channel._poke,
    onChange: quietly(() => {
      const target = ladder.target();
      // Before anything is in it.
      if (target === second && !permission.closed()) localText.write(secondUsed, '1');
      writeAhead._proceed();
      if (first._isOpen()) once('first', () => uploader._found(first));
      if (!target) return;
      once('journals', () => takeOver(target));
      once('second', lookAtSecond);
    }),
  });
  const writeAhead = createWriteAhead({
    ladder,
    _memory: memory,
    _journal: journal,
    _isBeingLeft: isBeingLeft,
    _onStored: (records, store) => {
      uploader._stored(records, store);
      // Again: another tab may have found it empty meanwhile.
      if (store === second) localText.write(secondUsed, '1');
      onStored(
        records.flatMap(({ _lines: lines }) => lines.map(({ id }) => id)),
        store.durable,
      );
    },
  });

  const leave = (left: boolean): void => {
    isLeft = left;
    if (left) ladder._hold(true);
    writeAhead._saveToJournal();
    uploader._leave(writeAhead._unsaved, left);
    if (left) writeAhead._hold(true);
    // With something under way it stays open, so that a poke of another page can end it.
    if (left && first._isOpen() && !writeAhead._unsaved().length) channel.close();
  };
  return {
    push: writeAhead.push,
    _hurry: uploader._hurry,
    flush: async () => {
      await writeAhead._settled();
      return uploader.flush();
    },
    pending: () => uploader.pending() + writeAhead._unsaved().length,
    _leave: leave,
    close: async () => {
      // Nothing is on its way while nothing may be stored.
      if (!permission.closed()) await writeAhead._settled();
      leave(true);
      for (const open of [channel, first, second, lease]) open.close();
    },
    _discard: async () => {
      await writeAhead._discard();
      await memory.remove(await memory.keys());
      for (const store of [first, second, memory]) uploader.forget(store);
    },
    _resume: (online) => {
      isLeft = false;
      channel.open();
      ladder._hold(false);
      writeAhead._hold(false);
      uploader._resume(online);
    },
  };
}
