import { expect, test, vi } from 'vitest';
import { sampleRow } from '../test-support/sample-row.js';
import type { EventRow } from './event-row.js';
import { createEventWriter, monthsOf } from './event-writer.js';
import { createSeenIds } from './seen-ids.js';

const rowsOf = (...ids: string[]) => ids.map((message_id) => sampleRow({ message_id }));

test('a repeat within a request, across requests and after a commit is a duplicate', async () => {
  const inserted: EventRow[] = [];
  const insert = (rows: readonly EventRow[]) => {
    inserted.push(...rows);
    return Promise.resolve();
  };
  const writer = createEventWriter({ insert, seen: createSeenIds(), lingerMs: 0 });
  const [first, second] = await Promise.all([
    writer.write(rowsOf('1', '2', '1'), 1),
    writer.write(rowsOf('2', '3'), 1),
  ]);
  expect(first).toEqual({ accepted: 2, duplicates: 1, forgotten: 0 });
  expect(second).toEqual({ accepted: 1, duplicates: 1, forgotten: 0 });
  expect(await writer.write(rowsOf('3'), 1)).toEqual({ accepted: 0, duplicates: 1, forgotten: 0 });
  expect(inserted.map((row) => row.message_id)).toEqual(['1', '2', '3']);
});

test('the same id in two projects is two events', async () => {
  const writer = createEventWriter({ insert: () => Promise.resolve(), seen: createSeenIds(), lingerMs: 0 });
  const rows = [sampleRow({ project_id: 'p' }), sampleRow({ project_id: 'q' })];
  expect(await writer.write(rows, 1)).toEqual({ accepted: 2, duplicates: 0, forgotten: 0 });
});

test('a repeat of what is still under way is not acknowledged before it is committed', async () => {
  const ends: (() => void)[] = [];
  const insert = () => new Promise<void>((resolve) => ends.push(resolve));
  const writer = createEventWriter({ insert, seen: createSeenIds(), lingerMs: 0, flushRows: 1 });
  const order: string[] = [];
  const first = writer.write(rowsOf('1'), 1).then(() => order.push('first'));
  const repeat = writer.write(rowsOf('1'), 1).then((written) => order.push(`repeat ${written.duplicates}`));
  await vi.waitFor(() => expect(ends).toHaveLength(1));
  await new Promise(setImmediate);
  expect(order).toEqual([]);
  ends[0]?.();
  await Promise.all([first, repeat]);
  expect(order).toEqual(['first', 'repeat 1']);
});

test('what was not committed is not known: its repeat is stored', async () => {
  let broken = true;
  const insert = () => (broken ? Promise.reject(new Error('disk full')) : Promise.resolve());
  const writer = createEventWriter({ insert, seen: createSeenIds(), lingerMs: 0 });
  await expect(writer.write(rowsOf('1'), 1)).rejects.toThrow('disk full');
  broken = false;
  expect(await writer.write(rowsOf('1'), 1)).toEqual({ accepted: 1, duplicates: 0, forgotten: 0 });
});

test('no rows are written without asking the store', async () => {
  const writer = createEventWriter({
    insert: () => Promise.reject(new Error('asked')),
    seen: createSeenIds(),
    lingerMs: 0,
  });
  expect(await writer.write([], 0)).toEqual({ accepted: 0, duplicates: 0, forgotten: 0 });
});

test('what is of who was forgotten is taken, counted and not stored, also as a repeat', async () => {
  const inserted: EventRow[] = [];
  const insert = (rows: readonly EventRow[]) => {
    inserted.push(...rows);
    return Promise.resolve();
  };
  let forgotten = '';
  const isForgotten = (row: EventRow) => row.anonymous_id === forgotten;
  const writer = createEventWriter({ insert, seen: createSeenIds(), isForgotten, lingerMs: 0 });
  const rows = [sampleRow({ message_id: '1' }), sampleRow({ message_id: '2', anonymous_id: 'gone' })];
  expect(await writer.write(rows, 1)).toEqual({ accepted: 2, duplicates: 0, forgotten: 0 });
  forgotten = 'gone';
  expect(await writer.write([...rows, sampleRow({ message_id: '3', anonymous_id: 'gone' })], 1)).toEqual({
    accepted: 0,
    duplicates: 1,
    forgotten: 2,
  });
  expect(inserted.map((row) => row.message_id)).toEqual(['1', '2']);
});

test('events of many months are stored by a few months at a time, and counted together', async () => {
  const months: number[] = [];
  const insert = (rows: readonly EventRow[]) => {
    months.push(monthsOf(rows).size);
    return Promise.resolve();
  };
  const writer = createEventWriter({ insert, seen: createSeenIds(), lingerMs: 0 });
  const rows = Array.from({ length: 250 }, (_, index) =>
    sampleRow({
      message_id: `${index}`,
      ts: `${2000 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`,
    }),
  );
  expect(await writer.write([...rows, rows[0]!], 1)).toEqual({ accepted: 250, duplicates: 1, forgotten: 0 });
  expect(Math.max(...months)).toBe(12);
  expect(months.reduce((sum, one) => sum + one, 0)).toBe(250);
});
