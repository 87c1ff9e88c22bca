import { expect, test } from 'vitest';
import { manualClock } from '../../test/helpers/manual-clock.js';
import { createLadder, MEMORY_AFTER_MS, POKE_AFTER_MS, SECOND_AFTER_MS } from './ladder.js';
import { createMemoryStore } from './memory-store.js';
import type { Disk } from './ports.js';

/** A disk that opens when the test says so. */
function scriptedDisk(): Disk & { answer(opens: boolean): void; readonly asked: number; drop(): void } {
  let isOpen = false;
  let asked = 0;
  let answer: ((opens: boolean) => void)[] = [];
  return {
    ...createMemoryStore(),
    _isOpen: () => isOpen,
    open: () => {
      asked++;
      return new Promise((resolve, reject) => {
        answer.push((opens) => {
          isOpen = opens;
          if (opens) resolve();
          else reject(new Error('UnknownError'));
        });
      });
    },
    close: () => (isOpen = false),
    drop: () => (isOpen = false),
    answer: (opens) => {
      for (const one of answer) one(opens);
      answer = [];
    },
    get asked() {
      return asked;
    },
  };
}

function setUp() {
  const clock = manualClock();
  const first = scriptedDisk();
  const second = scriptedDisk();
  const memory = createMemoryStore();
  const seen: string[] = [];
  const ladder = createLadder({
    disks: [first, second],
    _memory: memory,
    after: clock.after,
    _poke: () => seen.push('poke'),
    onChange: () => seen.push('change'),
  });
  ladder._hold(false);
  return { clock, first, second, memory, seen, ladder };
}

test('the first disk is used once it is open; until then nobody knows', async () => {
  const { clock, first, second, ladder, seen } = setUp();
  expect(ladder.target()).toBeNull();
  first.answer(true);
  await clock.advance(0);
  expect(ladder.target()).toBe(first);
  expect(seen).toEqual(['change']);
  await clock.advance(600_000);
  expect(second.asked).toBe(0);
  expect(clock.timers).toBe(0);
});

test('a disk that does not open: cached pages are poked, then the second disk is used, and the first again when it opens', async () => {
  const { clock, first, second, ladder, seen } = setUp();
  await clock.advance(POKE_AFTER_MS);
  expect(seen).toEqual(['poke']);
  await clock.advance(SECOND_AFTER_MS - POKE_AFTER_MS);
  second.answer(true);
  await clock.advance(0);
  expect(ladder.target()).toBe(second);
  first.answer(true);
  await clock.advance(0);
  expect(ladder.target()).toBe(first);
});

test('where neither opens, memory takes it', async () => {
  const { clock, ladder, memory } = setUp();
  await clock.advance(MEMORY_AFTER_MS - 1);
  expect(ladder.target()).toBeNull();
  await clock.advance(1);
  expect(ladder.target()).toBe(memory);
});

test('where both refuse, memory takes it at once, and the first is tried again, ever more seldom', async () => {
  const { clock, first, second, ladder, memory } = setUp();
  first.answer(false);
  await clock.advance(0);
  second.answer(false);
  await clock.advance(0);
  expect(ladder.target()).toBe(memory);
  const asked = [first.asked];
  for (let minute = 0; minute < 10; minute++) {
    await clock.advance(60_000);
    first.answer(false);
    second.answer(false);
    asked.push(first.asked);
  }
  expect(first.asked).toBeGreaterThan(2);
  expect(first.asked).toBeLessThan(10);
  await clock.advance(600_000);
  first.answer(true);
  await clock.advance(0);
  expect(ladder.target()).toBe(first);
});

test('a disk that leaves a write unanswered is passed by at once, and tried again later', async () => {
  const { clock, first, second, ladder } = setUp();
  first.answer(true);
  await clock.advance(0);
  ladder.silent(first);
  expect(ladder.target()).toBeNull();
  second.answer(true);
  await clock.advance(0);
  expect(ladder.target()).toBe(second);
  expect(first.asked).toBe(1);
  await clock.advance(5_000);
  first.answer(true);
  await clock.advance(0);
  expect(ladder.target()).toBe(first);
});

test('a disk that somebody closed is opened again', async () => {
  const { clock, first, ladder } = setUp();
  first.answer(true);
  await clock.advance(0);
  first.drop();
  ladder.closed();
  first.answer(true);
  await clock.advance(0);
  expect(ladder.target()).toBe(first);
  expect(first.asked).toBe(2);
});

test('a page that is away opens nothing; when it is back it does', async () => {
  const { clock, first, ladder } = setUp();
  first.answer(true);
  await clock.advance(0);
  ladder._hold(true);
  first.drop();
  ladder.closed();
  await clock.advance(600_000);
  expect(first.asked).toBe(1);
  ladder._hold(false);
  expect(first.asked).toBe(2);
});

test('a second disk that is lost while the first hangs is opened again, and memory takes it where that fails', async () => {
  const { clock, second, ladder, memory } = setUp();
  await clock.advance(SECOND_AFTER_MS);
  second.answer(true);
  await clock.advance(10_000);
  second.drop();
  ladder.closed();
  second.answer(true);
  await clock.advance(0);
  expect(ladder.target()).toBe(second);
  second.drop();
  ladder.closed();
  await clock.advance(MEMORY_AFTER_MS);
  expect(ladder.target()).toBe(memory);
});

test('a second disk that left a write unanswered is tried again', async () => {
  const { clock, second, ladder } = setUp();
  await clock.advance(SECOND_AFTER_MS);
  second.answer(true);
  await clock.advance(0);
  ladder.silent(second);
  expect(ladder.target()).toBeNull();
  for (let minute = 0; minute < 10 && ladder.target() !== second; minute++) {
    await clock.advance(60_000);
    second.answer(true);
    await clock.advance(0);
  }
  expect(ladder.target()).toBe(second);
});

test('healing that falls into a time when the page is away goes on when it is back', async () => {
  const { clock, first, ladder } = setUp();
  first.answer(true);
  await clock.advance(0);
  ladder.silent(first);
  ladder._hold(true);
  await clock.advance(60_000);
  ladder._hold(false);
  first.answer(true);
  await clock.advance(0);
  expect(ladder.target()).toBe(first);
});
