/**
 * What the collector takes in: `npm run bench:ingest`. The load generator runs on the same cores, and the store is as it ships (fsync).
 * `BENCH_EVENTS=10000000` fills the store first; `BENCH_SECONDS` is how long each row takes. Nothing is asserted of a time.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { withStore } from '../collector/test-support/with-store.js';
import { tempFolder } from '../collector/test-support/temp-folder.js';
import { startCollector } from '../test/helpers/start-collector.js';

const STORED = Number(process.env.BENCH_EVENTS ?? 0);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const BATCH = 100;
const PEOPLE = 50_000;

/** A batch of people of now, packed before the clock starts. */
function batch(): Buffer {
  const events = Array.from({ length: BATCH }, (_, n) => {
    const person = Math.floor(Math.random() * PEOPLE);
    return {
      type: n % 4 === 0 ? 'page' : 'track',
      ...(n % 4 !== 0 && { event: ['Report Created', 'Order Completed', 'Survey Answered'][n % 3]! }),
      messageId: randomUUID(),
      anonymousId: `browser-${person}`,
      ...(n % 2 === 0 && { userId: `user-${person}` }),
      timestamp: new Date().toISOString(),
      properties: { plan: 'team', revenue: n, path: '/reports/new' },
      context: { locale: 'zh-CN', page: { path: '/reports', title: 'Reports' } },
    };
  });
  return gzipSync(JSON.stringify({ writeKey: 'test-key', batch: events }));
}

function post(url: string, agent: Agent, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/v1/batch`, { method: 'POST', agent, headers: { 'content-length': body.length } });
    sent.once('response', (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/** Processor time of a process, in seconds. */
function cpuSeconds(pid: number): number {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, system] = fields.split(' ').slice(11, 13).map(Number);
  return (user! + system!) / 100;
}

function memoryMb(pid: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024);
}

test(`ingest with ${STORED} events in the store`, { timeout: 3_600_000 }, async () => {
  const dataDir = tempFolder();
  const first = await startCollector({ dataDir });
  await first.stop();
  if (STORED > 0) {
    await withStore(dataDir, (store) =>
      store.run(
        `INSERT INTO events (project_id, message_id, type, event, anonymous_id, user_id, person_id, ts, ts_adj, received_at, properties, traits, context, integrations, extra)
        SELECT 'default', toString(number), 'track', concat('Event ', toString(number % 20)),
          concat('browser-', toString(intHash32(number) % 500000)) AS anonymous_id, '', anonymous_id,
          now64(3, 'UTC') - toIntervalSecond(86400 + intHash64(number) % 7776000) AS ts, ts, ts,
          concat('{"kind":"', toString(cityHash64(number)), '"}'), '{}', '{}', '{}', '{}' FROM numbers({events:UInt64})`,
        { events: STORED },
      ),
    );
  }
  const collector = await startCollector({ dataDir, args: ['--rate-limit', '0'] });
  const lines = ['offered | connections | committed/s | p50 | p95 | p99 ms | µs CPU an event | MB'];
  for (const [perSecond, connections] of [
    [1_000, 16],
    [5_000, 16],
    [20_000, 64],
    [Infinity, 64],
    [Infinity, 128],
  ] as const) {
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    const batches = Array.from({ length: Math.ceil((Math.min(perSecond, 40_000) * SECONDS) / BATCH) }, batch);
    const took: number[] = [];
    const cpuBefore = cpuSeconds(collector.pid);
    const startMs = performance.now();
    await Promise.all(
      Array.from({ length: connections }, async (_, sender) => {
        for (let at = sender; at < batches.length; at += connections) {
          const dueMs = perSecond === Infinity ? 0 : (at * BATCH * 1_000) / perSecond;
          await wait(Math.max(0, startMs + dueMs - performance.now()));
          const sentMs = performance.now();
          expect(await post(collector.url, agent, batches[at]!)).toBe(200);
          took.push(performance.now() - sentMs);
        }
      }),
    );
    const events = batches.length * BATCH;
    const seconds = (performance.now() - startMs) / 1_000;
    took.sort((a, b) => a - b);
    const at = (share: number) => Math.round(took[Math.floor(share * (took.length - 1))]!);
    const cpu = Math.round(((cpuSeconds(collector.pid) - cpuBefore) * 1e6) / events);
    lines.push(
      [
        perSecond,
        connections,
        Math.round(events / seconds),
        at(0.5),
        at(0.95),
        at(0.99),
        cpu,
        memoryMb(collector.pid),
      ].join(' | '),
    );
    agent.destroy();
  }
  console.log(lines.join('\n'));
  expect(await collector.stop()).toBe(0);
});
