import { expect, test } from 'vitest';
import { openTestStore } from '../test-support/open-test-store.js';
import { TooSlowError } from './query-limits.js';

const ENDLESS = 'SELECT sum(number) AS n FROM numbers(1000000000000000)';
const store = await openTestStore();

test('a query that takes too long is ended, also while it waits for its turn, and the next one has its turn', async () => {
  const endless = Array.from({ length: 3 }, () => store.query(ENDLESS, {}, { withinMs: 4_000 }));
  const told = Promise.all(endless.map((query) => expect(query).rejects.toThrow(TooSlowError)));
  await expect(store.query('SELECT 1 AS n', {}, { withinMs: 300 })).rejects.toThrow(TooSlowError);
  await told;
  expect(await store.query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

test('an answer in rows is ended where its first does not come in time', async () => {
  const rows = store.stream(ENDLESS, {}, { withinMs: 300 });
  await expect(rows[Symbol.asyncIterator]().next()).rejects.toThrow(TooSlowError);
});

test('a query takes no more memory than it may', async () => {
  const large = store.query('SELECT length(groupArray(toString(number))) AS n FROM numbers(100000000)');
  await expect(large).rejects.toThrow(/memory limit/i);
});
