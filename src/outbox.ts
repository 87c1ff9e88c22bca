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
  hurry(): void;
  flush(): Promise<FlushResult>;
  pending(): number;
  /** The page is hidden, or left. */
  leave(left: boolean): void;
  /** It may begin, or the page is seen again, or (`online`) the network is back. Until it is first called nothing is opened. */
  resume(online: boolean): void;
  /** Lets go of what is in this page's memory; resolves when nothing of it is on its way to a disk any more. */
  discard(): Promise<void>;
  /** Writes what is captured, and lets go of everything for good. */
  close(): Promise<void>;
}

export interface OutboxPorts {
  /** The name of the database, the lock, the channel and the storage keys. */
  readonly name: string;
  readonly writeKey: string;
  /** The collector's, without a slash at its end. */
  readonly address: string;
  readonly clock: ReturnType<typeof createClock>;
  readonly rules: UploadRules;
  readonly budget: Budget;
  /** A name for this page. */
  readonly pageId: string;
  readonly newId: () => string;
  /** Whether this page may store and send: looks, or says what it saw last. Null where it may. */
  readonly permission: Pick<Permission, 'check' | 'closed'>;
  readonly onStored: (messageIds: readonly string[], durable: boolean) => void;
  readonly onSent: (messageIds: readonly string[]) => void;
  readonly onDrop: (reason: string, count: number) => void;
  readonly onPause: (reason: string) => void;
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
    clock,
    rules,
    budget,
    pageId,
    newId,
    permission,
    onStored,
    onSent,
    onDrop,
    onPause,
  } = ports;
  const { after } = clock;
  const transport = createTransport(address + BATCH_PATH, after, () => !permission.closed());
  const takesKey = `${name}:takes`;
  const endpoint = createEndpoint({
    read: () => localText.read(takesKey),
    write: (text) => localText.write(takesKey, text),
  });
  let isLeft = false;
  const post = async (lines: readonly Line[], { leaving, onBegun }: PostManner, isPlain = false): Promise<Reply> => {
    const reason = permission.check();
    if (reason) return unsent(reason);
    const shared = !isPlain && endpoint.takes('context');
    const body = composeBatch(writeKey, isoTime(clock.now()), lines, shared);
    const packs = !isPlain && !leaving && lines.length >= GZIP_FROM_EVENTS && endpoint.takes('gzip');
    const packed = packs ? await inTime(gzip(body), GZIP_LIMIT_MS, after, SILENT).catch(() => null) : null;
    // The page was left meanwhile, and has sent it itself.
    if (packs && isLeft) return unsent('page-left');
    // An address that is never the same twice: what answers by address has no answer to this one.
    const reply = await transport.post(packed ?? body, `?b=${newId()}`, onBegun);
    if (!(shared || packed) || !REFUSED_FORM.has(reply.status)) return reply;
    endpoint.doubt();
    return post(lines, { leaving, onBegun }, true);
  };

  const openJournal = createJournal(name, pageId);
  const journal: Journal = {
    save: (lines) => openJournal.save(permission.closed() ? '' : writeLines(lines)),
    takeLeftBehind: () => {
      const { texts, forget } = openJournal.takeLeftBehind();
      return { lines: texts.flatMap(readLines), forget };
    },
  };
  const channel = createChannel(name);
  const memory = createMemoryStore();

  const lease = createLease(name, pageId, clock.now);
  const election = createElection(name, { monotonicMs: clock.monotonicMs, after, lease });
  const uploader = createUploader({
    clock,
    rules,
    budget,
    election: { ...election, elect: (work) => (permission.closed() ? work() : election.elect(work)) },
    post,
    allowance: transport.allowance,
    endpoint,
    onSent,
    onDrop,
    onPause,
  });

  const openDisk = (diskName: string): Disk => {
    const disk: Disk = createDisk(
      createQueueDatabase(diskName, {
        after,
        silent: SILENT,
        onClose: () => {
          if (!permission.closed()) ladder.closed();
        },
        onLost: () => uploader.lost(disk).forEach((line) => void writeAhead.push(line)),
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
    const { lines, forget } = journal.takeLeftBehind();
    if (!lines.length) return;
    if (target !== memory) {
      await target.add(makeRecords(lines));
      forget();
      await uploader.found(target);
      return;
    }
    const kept = await Promise.all(lines.map(writeAhead.push));
    // In memory only they may go on into our own journal, if it has room.
    if (kept.every(Boolean) || writeAhead.saveToJournal()) forget();
  };
  const lookAtSecond = async (): Promise<void> => {
    // It is empty also where what this page writes is still on its way.
    const isUsedHere = ladder.target() === second;
    if (localText.read(secondUsed) && !(await uploader.found(second)) && !isUsedHere) localText.write(secondUsed, null);
  };
  const ladder = createLadder({
    disks: [first, second],
    memory,
    after,
    poke: channel.poke,
    onChange: quietly(() => {
      const target = ladder.target();
      // Before anything is in it.
      if (target === second && !permission.closed()) localText.write(secondUsed, '1');
      writeAhead.proceed();
      if (first.isOpen()) once('first', () => uploader.found(first));
      if (!target) return;
      once('journals', () => takeOver(target));
      once('second', lookAtSecond);
    }),
  });
  const writeAhead = createWriteAhead({
    ladder,
    memory,
    journal,
    isBeingLeft,
    onStored: (records, store) => {
      uploader.stored(records, store);
      // Again: another tab may have found it empty meanwhile.
      if (store === second) localText.write(secondUsed, '1');
      onStored(
        records.flatMap(({ lines }) => lines.map(({ id }) => id)),
        store.durable,
      );
    },
  });

  const leave = (left: boolean): void => {
    isLeft = left;
    if (left) ladder.hold(true);
    writeAhead.saveToJournal();
    uploader.leave(writeAhead.unsaved, left);
    if (left) writeAhead.hold(true);
    // With something under way it stays open, so that a poke of another page can end it.
    if (left && first.isOpen() && !writeAhead.unsaved().length) channel.close();
  };
  return {
    push: writeAhead.push,
    hurry: uploader.hurry,
    flush: async () => {
      await writeAhead.settled();
      return uploader.flush();
    },
    pending: () => uploader.pending() + writeAhead.unsaved().length,
    leave,
    close: async () => {
      // Nothing is on its way while nothing may be stored.
      if (!permission.closed()) await writeAhead.settled();
      leave(true);
      for (const open of [channel, first, second, lease]) open.close();
    },
    discard: async () => {
      await writeAhead.discard();
      await memory.remove(await memory.keys());
      for (const store of [first, second, memory]) uploader.forget(store);
    },
    resume: (online) => {
      isLeft = false;
      channel.open();
      ladder.hold(false);
      writeAhead.hold(false);
      uploader.resume(online);
    },
  };
}
