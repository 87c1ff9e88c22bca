import { expect, test } from 'vitest';
import { eventLine, eventLines, lineWith } from '../../test/helpers/event-line.js';
import type { Line } from '../core/line.js';
import { createMemoryStore } from './memory-store.js';
import { SILENT, type QueueStore } from './ports.js';
import { makeRecords } from './records.js';
import { createWriteAhead, JOURNAL_BYTES } from './write-ahead.js';

/** A disk whose transactions end when the test says so. */
function scriptedDisk() {
  const writes: { lines: Line[][]; end: (kept: boolean) => void; neverAnswer: () => void }[] = [];
  const store: QueueStore = {
    durable: true,
    add: (records) =>
      new Promise((resolve, reject) => {
        const end = (kept: boolean): void => (kept ? resolve() : reject(new Error('QuotaExceededError')));
        const neverAnswer = (): void => reject(SILENT);
        writes.push({ lines: records.map(({ _lines: lines }) => [...lines]), end, neverAnswer });
      }),
    read: () => Promise.resolve([]),
    keys: () => Promise.resolve([]),
    remove: () => Promise.resolve(),
  };
  return { store, writes };
}

/** Write ahead to whatever `open` comes to; to memory where it comes to null. */
function setUp(open: Promise<QueueStore | null>) {
  const journal: { saved: readonly Line[] } = { saved: [] };
  const stored: Line[] = [];
  const memory = createMemoryStore();
  const silent: QueueStore[] = [];
  let target: QueueStore | null = null;
  const retarget = (next: QueueStore | null): void => {
    target = next;
    writeAhead._proceed();
  };
  void open.then((disk) => retarget(disk ?? memory));
  const writeAhead = createWriteAhead({
    ladder: {
      target: () => target,
      silent: (disk) => {
        silent.push(disk);
        target = null;
      },
    },
    _memory: memory,
    _journal: {
      _save: (lines) => {
        journal.saved = lines;
        return true;
      },
      _takeLeftBehind: () => ({ _lines: [], forget: () => {} }),
    },
    _isBeingLeft: () => false,
    _onStored: (records) => stored.push(...records.flatMap(({ _lines: lines }) => lines)),
  });
  return { writeAhead, journal, stored, memory, silent, retarget };
}

const microtasks = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

test('all calls of a task are one record in one transaction, begun in the microtask after them', async () => {
  const { store, writes } = scriptedDisk();
  const { writeAhead } = setUp(Promise.resolve(store));
  await microtasks();
  for (const line of eventLines(1, 3)) void writeAhead.push(line);
  expect(writes).toHaveLength(0);
  await Promise.resolve();
  expect(writes.map(({ lines }) => lines)).toEqual([[eventLines(1, 3)]]);
});

test('a call is written in its own task, whatever is still under way', async () => {
  const { store, writes } = scriptedDisk();
  const { writeAhead, stored } = setUp(Promise.resolve(store));
  await microtasks();
  for (let n = 1; n <= 3; n++) {
    void writeAhead.push(eventLine(n));
    await microtasks();
  }
  expect(writes.map(({ lines }) => lines)).toEqual([[[eventLine(1)]], [[eventLine(2)]], [[eventLine(3)]]]);
  expect(stored).toEqual([]);
  expect(writeAhead._unsaved()).toEqual(eventLines(1, 3));
  writes[1]!.end(true);
  await microtasks();
  expect(writeAhead._unsaved()).toEqual([eventLine(1), eventLine(3)]);
});

test('what a disk is too slow for is in the journal until it is one group', async () => {
  const { store, writes } = scriptedDisk();
  const { writeAhead, journal } = setUp(Promise.resolve(store));
  await microtasks();
  for (let n = 1; n <= 205; n++) {
    void writeAhead.push(eventLine(n));
    await microtasks();
  }
  expect(writes).toHaveLength(200);
  expect(journal.saved).toEqual(eventLines(201, 205));
  writes[0]!.end(true);
  await microtasks();
  expect(writes.at(-1)!.lines).toEqual([eventLines(201, 205)]);
});

test('what several writes were not answered for is written again, and the disk is given up once', async () => {
  const first = scriptedDisk();
  const second = scriptedDisk();
  const { writeAhead, silent, retarget } = setUp(Promise.resolve(first.store));
  await microtasks();
  for (let n = 1; n <= 3; n++) {
    void writeAhead.push(eventLine(n));
    await microtasks();
  }
  for (const { neverAnswer } of first.writes) neverAnswer();
  await microtasks();
  expect(new Set(silent)).toEqual(new Set([first.store]));
  retarget(second.store);
  await microtasks();
  expect(second.writes.flatMap(({ lines }) => lines.flat()).sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
    eventLines(1, 3),
  );
});

test('a call resolves when its transaction has ended, not before', async () => {
  const { store, writes } = scriptedDisk();
  const { writeAhead } = setUp(Promise.resolve(store));
  await microtasks();
  let durable: boolean | undefined;
  void writeAhead.push(eventLine(1)).then((result) => (durable = result));
  await microtasks();
  expect(durable).toBeUndefined();
  writes[0]!.end(true);
  await microtasks();
  expect(durable).toBe(true);
});

test('a group of more than 250 events is several records of one transaction', async () => {
  const { store, writes } = scriptedDisk();
  const { writeAhead } = setUp(Promise.resolve(store));
  await microtasks();
  for (const line of eventLines(1, 600)) void writeAhead.push(line);
  await microtasks();
  expect(writes[0]!.lines.map((run) => run.length)).toEqual([250, 250, 100]);
});

test('until the disk is open the journal holds the events; then they are written and the journal is cleared', async () => {
  const { store, writes } = scriptedDisk();
  let open: (store: QueueStore) => void = () => {};
  const { writeAhead, journal } = setUp(new Promise((resolve) => (open = resolve)));
  void writeAhead.push(eventLine(1));
  await microtasks();
  expect(journal.saved).toEqual([eventLine(1)]);
  open(store);
  await microtasks();
  expect(writes[0]!.lines).toEqual([[eventLine(1)]]);
  expect(journal.saved).toEqual([eventLine(1)]);
  writes[0]!.end(true);
  await microtasks();
  expect(journal.saved).toEqual([]);
});

test('what the disk refuses waits in memory, and the next group is tried on disk again', async () => {
  const { store, writes } = scriptedDisk();
  const { writeAhead, memory, stored } = setUp(Promise.resolve(store));
  await microtasks();
  const refused = writeAhead.push(eventLine(1));
  await microtasks();
  writes[0]!.end(false);
  expect(await refused).toBe(false);
  expect(await memory.read(9)).toEqual(makeRecords([eventLine(1)]));
  expect(stored).toEqual([eventLine(1)]);
  const taken = writeAhead.push(eventLine(2));
  await microtasks();
  writes[1]!.end(true);
  expect(await taken).toBe(true);
});

test('a page that leaves writes to the journal what the disk refused, too', async () => {
  const { store, writes } = scriptedDisk();
  const { writeAhead, journal } = setUp(Promise.resolve(store));
  await microtasks();
  const refused = writeAhead.push(eventLine(1));
  await microtasks();
  writes[0]!.end(false);
  await refused;
  writeAhead._saveToJournal();
  expect(journal.saved).toEqual([eventLine(1)]);
});

test('without a disk events wait in memory', async () => {
  const { writeAhead, memory } = setUp(Promise.resolve(null));
  expect(await writeAhead.push(eventLine(1))).toBe(false);
  expect(await memory.read(9)).toHaveLength(1);
});

test('a page that leaves writes what is not yet on disk to the journal, in order, without waiting', async () => {
  const { store } = scriptedDisk();
  const { writeAhead, journal } = setUp(Promise.resolve(store));
  await microtasks();
  void writeAhead.push(eventLine(1));
  await microtasks();
  void writeAhead.push(eventLine(2));
  writeAhead._saveToJournal();
  expect(journal.saved).toEqual(eventLines(1, 2));
});

test('while the page is away nothing is begun in a store: the journal takes it until the page is back', async () => {
  const { store, writes } = scriptedDisk();
  const { writeAhead, journal } = setUp(Promise.resolve(store));
  await microtasks();
  writeAhead._hold(true);
  void writeAhead.push(eventLine(1));
  await microtasks();
  expect(writes).toHaveLength(0);
  expect(journal.saved).toEqual([eventLine(1)]);
  writeAhead._hold(false);
  expect(writes[0]!.lines).toEqual([[eventLine(1)]]);
  writes[0]!.end(true);
  await microtasks();
  expect(journal.saved).toEqual([]);
});

test('settled waits for everything that was pushed before', async () => {
  const { store, writes } = scriptedDisk();
  const { writeAhead } = setUp(Promise.resolve(store));
  await microtasks();
  void writeAhead.push(eventLine(1));
  let settled = false;
  void writeAhead._settled().then(() => (settled = true));
  await microtasks();
  expect(settled).toBe(false);
  writes[0]!.end(true);
  await microtasks();
  expect(settled).toBe(true);
});

test('of a group that the disk refuses as much is written as fits, in few attempts, and the rest waits in memory', async () => {
  const { store, writes } = scriptedDisk();
  const { writeAhead, memory, stored } = setUp(Promise.resolve(store));
  await microtasks();
  const receipts = eventLines(1, 100).map((line) => writeAhead.push(line));
  await microtasks();
  for (const kept of [false, false, true]) {
    writes.at(-1)!.end(kept);
    await microtasks();
  }
  expect(writes.map(({ lines }) => lines.flat().length)).toEqual([100, 50, 25]);
  expect(memory._held()).toEqual(eventLines(26, 100));
  expect(stored).toEqual(eventLines(1, 100));
  expect((await Promise.all(receipts)).filter(Boolean)).toHaveLength(25);
});

test('what a disk does not answer for is written to the next one, in order, before what came later', async () => {
  const first = scriptedDisk();
  const second = scriptedDisk();
  const { writeAhead, silent, journal, retarget } = setUp(Promise.resolve(first.store));
  await microtasks();
  const receipt = writeAhead.push(eventLine(1));
  await microtasks();
  first.writes[0]!.neverAnswer();
  await microtasks();
  expect(silent).toEqual([first.store]);
  void writeAhead.push(eventLine(2));
  await microtasks();
  expect(journal.saved).toEqual(eventLines(1, 2));
  retarget(second.store);
  expect(second.writes[0]!.lines).toEqual([eventLines(1, 2)]);
  second.writes[0]!.end(true);
  expect(await receipt).toBe(true);
  expect(journal.saved).toEqual([]);
});

test('the journal takes half a megabyte, answers first', async () => {
  const { writeAhead, journal } = setUp(new Promise(() => {}));
  const answer = lineWith(999, '"type":"track","event":"Survey Submitted"');
  for (const line of [...eventLines(1, 30, 30_000), answer]) void writeAhead.push(line);
  await microtasks();
  writeAhead._saveToJournal();
  expect(journal.saved).toEqual([answer, ...eventLines(1, 17, 30_000)]);
  expect(18 * 30_000).toBeGreaterThan(JOURNAL_BYTES);
});
