import { beforeAll, expect, test } from 'vitest';
import { openTestStore } from '../test-support/open-test-store.js';
import { sampleRow } from '../test-support/sample-row.js';
import { eventsReport } from './events.js';

const store = await openTestStore();

beforeAll(async () => {
  const days: [string, Parameters<typeof sampleRow>[0]][] = [
    ['2026-01-30 23:59:59.999', { event: 'Report Created' }],
    ['2026-01-31 00:00:00.000', { event: 'Report Created', invalid_values: ['revenue'] }],
    ['2026-01-31 00:00:00.000', { event: 'Crawled', robot: true, invalid_values: ['revenue'] }],
    ['2026-01-31 23:59:59.999', { event: 'Report Created' }],
    ['2026-01-31 12:00:00.000', { event: 'page' }],
    ['2026-01-31 12:00:00.000', { event: '', type: 'page' }],
    ['2026-01-31 12:00:00.000', { event: '', type: 'identify' }],
    ['2026-01-31 12:00:00.000', { event: 'Report Created', project_id: 'q' }],
  ];
  const rows = days.map(([at, part], index) =>
    sampleRow({ message_id: `m${index}`, ts: '2026-06-01 00:00:00.000', ts_adj: at, ...part }),
  );
  await store.writeEvents(rows, 0);
});

const all = { project: 'p', event: null, withRobots: false, from: null, to: null };

test('counts by name and by day of the corrected time, UTC; other types go by their own name', async () => {
  expect(await eventsReport(store, all)).toEqual({
    report: 'events',
    project: 'p',
    from: null,
    to: null,
    rows: [
      { type: 'track', event: 'Report Created', day: '2026-01-30', count: 1 },
      { type: 'track', event: 'Report Created', day: '2026-01-31', count: 2 },
      { type: 'identify', event: 'identify', day: '2026-01-31', count: 1 },
      { type: 'page', event: 'page', day: '2026-01-31', count: 1 },
      { type: 'track', event: 'page', day: '2026-01-31', count: 1 },
    ],
    robots: 1,
    invalid: [{ event: 'Report Created', property: 'revenue', count: 1 }],
    truncated: false,
  });
});

test('one name only', async () => {
  const { rows } = await eventsReport(store, { ...all, event: 'page' });
  expect(rows.map((row) => row.type)).toEqual(['page', 'track']);
  expect((await eventsReport(store, { ...all, event: "page' OR '1'='1" })).rows).toEqual([]);
});

test('the range is half open, to the millisecond', async () => {
  const from = new Date('2026-01-31T00:00:00.000Z');
  const to = new Date('2026-01-31T23:59:59.999Z');
  const { rows } = await eventsReport(store, { ...all, event: 'Report Created', from, to });
  expect(rows).toEqual([{ type: 'track', event: 'Report Created', day: '2026-01-31', count: 1 }]);
});

test('robots are among the rows where they are asked for', async () => {
  const { rows, robots, invalid } = await eventsReport(store, { ...all, withRobots: true });
  expect(rows).toContainEqual({ type: 'track', event: 'Crawled', day: '2026-01-31', count: 1 });
  expect(robots).toBe(1);
  expect(invalid).toContainEqual({ event: 'Crawled', property: 'revenue', count: 1 });
});

test('a report of a month reads that month', async () => {
  const months = ['2025-07', '2025-08', '2025-09', '2025-10'];
  const rows = months.flatMap((month) =>
    ['a', 'z'].map((anonymous_id) => {
      const at = `${month}-10 12:00:00.000`;
      return sampleRow({ project_id: 'months', anonymous_id, message_id: month + anonymous_id, ts: at, ts_adj: at });
    }),
  );
  await store.writeEvents(rows, 0);
  const asked: [sql: string, params: Readonly<Record<string, unknown>>][] = [];
  const watched: Pick<typeof store, 'query'> = {
    query: (sql, params = {}) => {
      asked.push([sql, params]);
      return store.query(sql, params);
    },
  };
  const from = new Date('2025-08-01T00:00:00.000Z');
  const to = new Date('2025-09-01T00:00:00.000Z');
  const { rows: counted } = await eventsReport(watched, { ...all, project: 'months', from, to });
  expect(counted).toHaveLength(1);
  for (const [sql, params] of asked) {
    const plan = await store.query<{ explain: string }>(`EXPLAIN indexes = 1 ${sql}`, params);
    expect(plan.map(({ explain }) => explain).join('\n')).toMatch(/Parts: 1 \| Granules: 1\n/);
  }
});
