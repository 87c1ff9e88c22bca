import { rmSync } from 'node:fs';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { afterAll, describe, expect, test } from 'vitest';
import { makeTempFolder } from '../../test-support/temp-folder.js';
import { createChdbConnection } from './chdb-connection.js';

/** Heavier than any test waits for: about a minute of both cores. */
const ENDLESS = 'SELECT count() FROM numbers(100000000000) WHERE sipHash64(number) = 1';

const folder = makeTempFolder();
const client = createClient({
  connection: createChdbConnection({ path: folder }),
  log: { level: ClickHouseLogLevel.OFF },
});

afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function rows<Row>(query: string, query_params: Record<string, unknown> = {}): Promise<Row[]> {
  return (await client.query({ query, query_params, format: 'JSONEachRow' })).json<Row>();
}

async function runningQueries(part: string): Promise<number> {
  const [row] = await rows<{ n: number }>(
    `SELECT toUInt32(count()) AS n FROM system.processes
    WHERE query LIKE '%${part}%' AND query NOT LIKE '%system.processes%' AND NOT is_cancelled`,
  );
  return row?.n ?? 0;
}

describe('an answer holds nothing of another query (defect A)', () => {
  test.each([
    ['JSONEachRow', 200],
    ['CSV', 200],
    ['JSON', 40],
  ] as const)('in %s, after %i queries that failed midway', async (format, times) => {
    let contaminated = 0;
    for (let i = 0; i < times; i++) {
      const failing = client
        .query({ query: `SELECT number, 'secret-${i}', throwIf(number = 70000) FROM numbers(100000)`, format })
        .then((answer) => answer.text());
      await expect(failing).rejects.toThrow(/throwIf/);
      const answer = await client.query({ query: `SELECT ${i} AS i`, format: 'CSV' });
      if ((await answer.text()) !== `${i}\n`) contaminated += 1;
    }
    expect(contaminated).toBe(0);
  });

  test('also when many run side by side', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, i) => {
        if (i % 2) return rows(`SELECT throwIf(number = 70000) FROM numbers(100000)`).catch(() => 'failed');
        return rows(`SELECT ${i} AS i`);
      }),
    );
    expect(answers).toEqual(answers.map((_, i) => (i % 2 ? 'failed' : [{ i }])));
  });
});

describe('settings are for one query (defect B)', () => {
  test('a limit of time does not stay for the next', async () => {
    const limited = await client.query({
      query: "SELECT toUInt32(getSetting('max_execution_time')) AS seconds",
      clickhouse_settings: { max_execution_time: 7 },
      format: 'JSONEachRow',
    });
    expect(await limited.json()).toEqual([{ seconds: 7 }]);
    expect(await rows("SELECT toUInt32(getSetting('max_execution_time')) AS seconds")).toEqual([{ seconds: 0 }]);
  });

  test('a parameter does not stay for the next', async () => {
    expect(await rows('SELECT {who:String} AS who', { who: 'tenant-1' })).toEqual([{ who: 'tenant-1' }]);
    await expect(rows('SELECT {who:String} AS who')).rejects.toThrow(/Substitution/);
  });
});

describe('queries do not wait for one another (defect C)', () => {
  test('SELECT 1 is answered while a heavy query runs', async () => {
    const stop = new AbortController();
    const heavy = client.query({ query: ENDLESS, abort_signal: stop.signal }).catch((error: unknown) => error);
    await expect.poll(() => runningQueries('100000000000')).toBe(1);
    expect(await rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    // The heavy one was not waited for: it is still under way.
    expect(await runningQueries('100000000000')).toBe(1);
    stop.abort();
    await heavy;
  });

  test('an aborted query ends in the engine too', async () => {
    const stop = new AbortController();
    const heavy = client.query({ query: ENDLESS, abort_signal: stop.signal });
    const failed = expect(heavy).rejects.toThrow(/abort/i);
    await expect.poll(() => runningQueries('100000000000')).toBe(1);
    stop.abort();
    await failed;
    await expect.poll(() => runningQueries('100000000000'), { timeout: 5_000 }).toBe(0);
  });

  test('aborted queries leave the lanes free', async () => {
    for (let i = 0; i < 8; i++) {
      const stop = new AbortController();
      const heavy = client.query({ query: ENDLESS, abort_signal: stop.signal }).catch(() => 'aborted');
      stop.abort();
      expect(await heavy).toBe('aborted');
    }
    expect(await rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('an answer that is given up halfway leaves its lane free', async () => {
    for (let i = 0; i < 8; i++) {
      const answer = await client.query({ query: 'SELECT number FROM numbers(50000000)', format: 'JSONEachRow' });
      answer.close();
    }
    expect(await rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await expect.poll(() => runningQueries('50000000'), { timeout: 5_000 }).toBe(0);
  });
});

describe('parameters arrive as they were (defect D)', () => {
  test('a Date keeps its milliseconds', async () => {
    const when = new Date('2026-03-29T01:59:59.987Z');
    expect(await rows("SELECT toString({when:DateTime64(3, 'UTC')}) AS t", { when })).toEqual([
      { t: '2026-03-29 01:59:59.987' },
    ]);
    const early = new Date('1970-01-01T00:00:00.001Z');
    expect(await rows("SELECT toString({when:DateTime64(3, 'UTC')}) AS t", { when: early })).toEqual([
      { t: '1970-01-01 00:00:00.001' },
    ]);
  });

  test.each([
    "it's",
    '\\',
    "\\'; DROP TABLE events; --",
    'tab\tline\nreturn\rnul\0',
    '{x:String} $1 ?',
    '名前 😀 \u2028',
    '',
    '\\N',
    '/* */ --',
  ])('the text %j', async (text) => {
    expect(await rows('SELECT {text:String} AS text', { text })).toEqual([{ text }]);
  });

  test('a text of 40,000 characters', async () => {
    const text = "'\\".repeat(20_000);
    const [row] = await rows<{ text: string }>('SELECT {text:String} AS text', { text });
    expect(row?.text === text).toBe(true);
  });

  test('numbers, truth, null and lists', async () => {
    const [row] = await rows(
      'SELECT {i:Int64} = -5 AND {f:Float64} = 0.5 AND {b:Bool} AND {n:Nullable(String)} IS NULL AS same, {l:Array(String)} AS list',
      { i: -5n, f: 0.5, b: true, n: null, l: ["it's", 'b\\'] },
    );
    expect(row).toEqual({ same: true, list: ["it's", 'b\\'] });
  });

  test('what is no parameter is refused', async () => {
    await expect(rows('SELECT {x:String}', { x: () => 1 })).rejects.toThrow(TypeError);
    await expect(rows('SELECT 1', { 'x; DROP': 1 })).rejects.toThrow(TypeError);
  });
});

test('a large answer is streamed, not gathered', async () => {
  const before = process.memoryUsage().rss;
  let most = before;
  let count = 0;
  const answer = await client.query({
    query: 'SELECT number, toString(number) AS text FROM numbers(3000000)',
    format: 'JSONEachRow',
  });
  for await (const part of answer.stream()) {
    count += part.length;
    most = Math.max(most, process.memoryUsage().rss);
  }
  expect(count).toBe(3_000_000);
  expect((most - before) / 2 ** 20).toBeLessThan(300);
});

test('an insert says how many rows it wrote', async () => {
  await client.command({ query: 'CREATE TABLE counted (n UInt32) ENGINE = MergeTree ORDER BY n' });
  const { summary } = await client.insert({ table: 'counted', values: [{ n: 1 }, { n: 2 }], format: 'JSONEachRow' });
  expect(summary?.written_rows).toBe('2');
  expect(await rows('SELECT n FROM counted ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }]);
});

test("an engine's error has its code", async () => {
  await expect(rows('SELECT * FROM nowhere')).rejects.toMatchObject({ code: '60', type: 'UNKNOWN_TABLE' });
  await expect(client.command({ query: 'DROP TABLE nowhere' })).rejects.toMatchObject({ code: '60' });
  const wrong = client.insert({ table: 'nowhere', values: [{ a: 1 }], format: 'JSONEachRow' });
  await expect(wrong).rejects.toMatchObject({ code: '60' });
});

test('what cannot be streamed is answered all the same', async () => {
  await client.command({ query: 'CREATE TABLE IF NOT EXISTS shown (n UInt32) ENGINE = MergeTree ORDER BY n' });
  expect(await rows("SHOW TABLES LIKE 'shown'")).toEqual([{ name: 'shown' }]);
});
