/** The program as it is run: started, stopped, killed and started again. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AS_READER, startCollector, type RunningCollector } from '../test/helpers/start-collector.js';
import { postBatch } from './test-support/post-batch.js';
import { sampleEvent } from './test-support/sample-event.js';
import { tempFolder } from './test-support/temp-folder.js';
import { withStore } from './test-support/with-store.js';
import { VERSION } from './command/version.js';

const PROGRAM = fileURLToPath(new URL('./bin/ahaloop-collector.cjs', import.meta.url));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, stdout, stderr };
}

async function start(options: Parameters<typeof startCollector>[0] = {}): Promise<RunningCollector> {
  const collector = await startCollector(options);
  onTestFinished(async () => {
    await collector.kill();
    rmSync(collector.dataDir, { recursive: true, force: true });
  });
  return collector;
}

/** Sends single batches from several senders until told to stop. */
function load(url: string, senders: number) {
  const acknowledged: string[] = [];
  let stopped = false;
  const sending = Array.from({ length: senders }, async () => {
    while (!stopped) {
      const events = Array.from({ length: 20 }, () => sampleEvent());
      const reply = await postBatch(url, events);
      if (reply?.accepted === events.length) acknowledged.push(...events.map((event) => event.messageId as string));
    }
  });
  return {
    acknowledged,
    async stop() {
      stopped = true;
      await Promise.all(sending);
    },
  };
}

/** How many of the ids are in the store, and how many rows have one of them. */
async function counted(dataDir: string, ids: readonly string[]): Promise<{ ids: number; rows: number }> {
  return withStore(dataDir, async (store) => {
    const stored = await store.query<{ id: string; n: number }>(
      'SELECT message_id AS id, toUInt32(count()) AS n FROM events FINAL GROUP BY id',
    );
    const asked = new Set(ids);
    const found = stored.filter((row) => asked.has(row.id));
    return { ids: found.length, rows: found.reduce((sum, row) => sum + row.n, 0) };
  });
}

describe('the command line', () => {
  test('--help and --version', () => {
    expect(run('--help')).toMatchObject({ status: 0, stdout: /--write-key/ });
    expect(run('--version')).toEqual({ status: 0, stdout: `${VERSION}\n`, stderr: '' });
  });

  test('a wrong option: one line with code, value and remedy; exit 2', () => {
    const { status, stdout, stderr } = run('--port', 'many');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe('port-invalid: --port is "many"; give a whole number, 0…65535.\n');
  });

  const definition = (content: string): string => {
    const file = join(tempFolder(), 'lifecycle.json');
    writeFileSync(file, content);
    return file;
  };

  test('check: a definition that is right is told with what it holds; exit 0', () => {
    const file = definition(
      '{ "version": 2, "preset": "purchase", "milestones": { "first": { "event": "Order Completed" } } }',
    );
    expect(run('check', file)).toEqual({
      status: 0,
      stdout: expect.stringMatching(
        /^ok: version 2, hash [\da-f]{16}, 2 facts, 1 milestone, 5 stages, 0 segments, 0 plays\n$/,
      ),
      stderr: '',
    });
  });

  test('check: every mistake on a line of its own; exit 1', () => {
    const file = definition(
      '{ "version": "one", "facts": { "n": { "cout": "A" } }, "stages": [{ "id": "a", "enter": { "m": 1 } }] }',
    );
    const { status, stdout, stderr } = run('check', file);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^definition-invalid: \$\.version is "one"; /),
      expect.stringMatching(/^definition-invalid: \$\.facts\.n is .*; /),
      expect.stringMatching(/^name-unknown: \$\.stages\[0\]\.enter\.m is "m"; /),
    ]);
  });

  test.each([
    [['check'], /^file-missing: /],
    [['check', 'a.json', 'b.json'], /^file-missing: /],
    [['check', '/nowhere/lifecycle.json'], /^definition-unreadable: \/nowhere\/lifecycle\.json is not there; /],
    [['check', '/'], /^definition-unreadable: \/ cannot be read \(EISDIR\); /],
    [
      ['check', fileURLToPath(import.meta.url)],
      /^definition-not-json: .*main\.test\.ts is not JSON \(.*\); mend it there\.\n$/,
    ],
  ])('%j: what is missing, in one line; exit 2', (args, message) => {
    expect(run(...args)).toEqual({ status: 2, stdout: '', stderr: expect.stringMatching(message) });
  });

  test('a wrong lifecycle is refused at the start with all its mistakes; exit 2', () => {
    const file = definition('{ "facts": { "n": {} } }');
    const { status, stderr } = run('--port', '0', '--data', tempFolder(), '--write-key', 'k', '--lifecycle', file);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^lifecycle-invalid: .*\ndefinition-invalid: \$\.version .*\ndefinition-invalid: \$\.facts\.n .*\n$/,
    );
    const right = definition('{ "version": 1 }');
    const stranger = run('--port', '0', '--data', tempFolder(), '--write-key', 'k', '--lifecycle', `shop=${right}`);
    expect(stranger).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^lifecycle-invalid: .*"shop"; .*default\.\n$/),
    });
  });

  test('a retention for a project that nobody can send to is refused; exit 2', () => {
    const { status, stderr } = run('--data', tempFolder(), '--write-key', 'k', '--retention-months', 'shop=6');
    expect([status, stderr]).toEqual([
      2,
      'retention-months-invalid: --retention-months names the project "shop"; the write keys are for: default.\n',
    ]);
  });

  test('mistakes in the settings of widgets are told at the start, and it goes on', () => {
    const file = definition('{ "version": 1, "widgets": { "ask": { "kind": "nps", "sample": 20 } } }');
    const { stderr } = run('--port', '0', '--data', '/dev/null/data', '--write-key', 'k', '--lifecycle', file);
    expect(stderr).toMatch(
      /^lifecycle-settings: .*lifecycle\.json: pages leave these out:\ndefinition-invalid: \$\.widgets\.ask\.sample .*\nstore-unwritable: /,
    );
  });

  test('a folder that cannot be written: the remedy; exit 1', () => {
    const { status, stderr } = run('--port', '0', '--data', '/dev/null/data', '--write-key', 'k');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^store-unwritable: .*--data\.\n$/);
  });

  test('a port that is taken: exit 1', async () => {
    const { url } = await start();
    const { status, stderr } = run('--port', new URL(url).port, '--data', tempFolder(), '--write-key', 'k');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^port-taken: .*--port/m);
  });
});

test('without a write key it makes one, prints it in the tag to paste, and keeps it', async () => {
  const dataDir = tempFolder();
  const keyIn = (output: string) =>
    /<script async src="http:\/\/127\.0\.0\.1:\d+\/sdk\/ahaloop\.js" data-write-key="(wk_[\w-]+)"><\/script>/.exec(
      output,
    )?.[1];
  const first = await start({ dataDir, writeKeys: [] });
  const key = keyIn(first.output());
  expect(await postBatch(first.url, [sampleEvent()], key)).toMatchObject({ accepted: 1 });
  await first.stop();
  const second = await start({ dataDir, writeKeys: [] });
  expect(keyIn(second.output())).toBe(key);
  expect(await postBatch(second.url, [sampleEvent()], key)).toMatchObject({ accepted: 1 });
});

test('without a read key it makes one, prints how to read by it, keeps it, and lets nobody read without it', async () => {
  const dataDir = tempFolder();
  const keyIn = (output: string) =>
    /curl -H "Authorization: Bearer (rk_[\w-]+)" 'http:\/\/127\.0\.0\.1:\d+\/v1\/reports\/events'/.exec(output)?.[1];
  const first = await start({ dataDir, env: { AHALOOP_READ_KEY: '' } });
  await expect.poll(() => keyIn(first.output())).toBeTruthy();
  const key = keyIn(first.output());
  expect(statSync(join(dataDir, 'keys.json')).mode & 0o777).toBe(0o600);
  await first.stop();
  const second = await start({ dataDir, env: { AHALOOP_READ_KEY: '' } });
  await expect.poll(() => keyIn(second.output())).toBe(key);
  for (const [method, path] of [
    ['GET', '/v1/reports/events'],
    ['GET', '/v1/rejected'],
    ['GET', '/v1/person/u/export'],
    ['DELETE', '/v1/person/u'],
  ] as const) {
    const url = second.url + path;
    expect((await fetch(url, { method })).status).toBe(401);
    expect((await fetch(url, { method, headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
  }
});

test('what was refused, handed out and erased is logged, and nobody can be read from the log', async () => {
  const collector = await start();
  const ask = (method: string, headers: Record<string, string>) =>
    fetch(`${collector.url}/v1/person/ana%40example.com${method === 'GET' ? '/export' : ''}`, { method, headers });
  await ask('GET', { authorization: 'Bearer rk_of_somebody' });
  await ask('GET', AS_READER);
  await ask('DELETE', AS_READER);
  const lines = () =>
    collector
      .output()
      .split('\n')
      .filter((line) => line.includes('"audit"'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  await expect.poll(lines).toHaveLength(3);
  const [refused, exported, erased] = lines();
  const hash = expect.stringMatching(/^[\da-f]{16}$/) as string;
  const person = { project: 'default', person: hash };
  expect(refused).toMatchObject({ level: 'warn', audit: 'reading-refused', code: 'read-key-wrong', from: hash });
  expect(exported).toMatchObject({
    level: 'info',
    audit: 'person-exported',
    route: 'GET /v1/person/:id/export',
    ...person,
  });
  expect(erased).toMatchObject({ audit: 'person-erased', route: 'DELETE /v1/person/:id', erased: 0, ...person });
  expect(erased!.person).toBe(exported!.person);
  expect(collector.output()).not.toMatch(/ana|example\.com|rk_of_somebody|127\.0\.0\.1"/);
});

test('--log-level leaves out what is less important', async () => {
  const collector = await start({ args: ['--log-level', 'silent'] });
  await fetch(`${collector.url}/v1/person/ana/export`, { headers: { authorization: 'Bearer rk_of_somebody' } });
  expect(await collector.stop()).toBe(0);
  expect(collector.output()).not.toContain('"level"');
});

test('figures for Prometheus are served on an address of their own, without a key and without anybody’s id', async () => {
  const collector = await start({ args: ['--metrics', '127.0.0.1:0'] });
  const { url } = collector;
  await expect.poll(() => collector.output()).toMatch(/"msg":"listening"/);
  const [, address] = /"metrics":"([\d.:]+)"/.exec(collector.output())!;
  const event = sampleEvent({ anonymousId: 'browser-of-ana-0123456789' });
  await postBatch(url, [event, sampleEvent({ type: 'nonsense' })]);
  await postBatch(url, [event]);
  await fetch(`${url}/v1/person/ana/export`, { headers: AS_READER });
  await fetch(`${url}/v1/person/ana`, { method: 'DELETE', headers: AS_READER });
  await fetch(`${url}/a-path-of-ana`);
  expect((await fetch(`${url}/metrics`)).status).toBe(404);
  expect((await fetch(`http://${address}/`)).status).toBe(404);
  const read = async () => (await fetch(`http://${address}/metrics`)).text();
  await expect.poll(read).toContain('route="none"');
  const text = await read();
  for (const line of [
    'ahaloop_events_total{project="default",outcome="accepted"} 1',
    'ahaloop_events_total{project="default",outcome="duplicate"} 1',
    'ahaloop_rejected_events_total{project="default",code="type-unknown"} 1',
    'ahaloop_erasures_total{kind="person"} 1',
    'ahaloop_commit_duration_seconds_count 1',
    'ahaloop_queue_rows 0',
    'ahaloop_queue_bytes 0',
    'ahaloop_http_request_duration_seconds_count{method="GET",route="/v1/person/:id/export",status="2xx"} 1',
    'ahaloop_http_request_duration_seconds_count{method="none",route="none",status="4xx"} 2',
  ])
    expect(text.split('\n')).toContain(line);
  expect(text).toContain('process_resident_memory_bytes');
  expect(text).not.toMatch(/ana|test-key|127\.0/);
});

test('what is older than a project keeps is deleted, at the start and later, and the log says how much', async () => {
  const first = await start({ dataDir: tempFolder() });
  await postBatch(first.url, [
    sampleEvent({ timestamp: '2024-01-05T00:00:00.000Z' }),
    sampleEvent({ messageId: 'young' }),
  ]);
  await first.stop();
  const second = await start({ dataDir: first.dataDir, args: ['--retention-months', 'default=12'] });
  await expect
    .poll(() => second.output())
    .toMatch(/"project":"default","table":"events","partition":"202401","rows":1,"msg":"retention-step"/);
  expect(await second.stop()).toBe(0);
  const left = await withStore(first.dataDir, (store) => store.query('SELECT message_id AS id FROM events'));
  expect(left).toEqual([{ id: 'young' }]);
});

test('a secret on the command line is taken with a warning, one in a file without', async () => {
  const file = join(tempFolder(), 'read-key');
  writeFileSync(file, 'rk_in_a_file\n');
  const quiet = await start({ args: ['--read-key-file', file] });
  const asked = await fetch(`${quiet.url}/v1/reports/events`, { headers: { authorization: 'Bearer rk_in_a_file' } });
  expect([asked.status, quiet.output()]).toEqual([
    200,
    expect.not.stringMatching(/secret-on-command-line|rk_in_a_file/),
  ]);
  const loud = await start({ args: ['--read-key', 'rk_for_all_to_see'] });
  expect(loud.output()).toMatch(/^secret-on-command-line: .*--read-key .*--read-key-file/m);
});

test('is healthy', async () => {
  const collector = await start({ args: ['--host', '0.0.0.0'] });
  const { port } = new URL(collector.url);
  const health = await fetch(`http://127.0.0.1:${port}/healthz`);
  expect(await health.json()).toEqual({ ok: true, version: VERSION, store: expect.stringMatching(/^chdb \d+\.\d+/) });
});

test('files are read while eight threads of the pool are busy', () => {
  // Opening a pipe that nobody writes to holds a thread; Node's own four would be gone, and with them the program itself.
  const folder = tempFolder();
  const pipes = Array.from({ length: 8 }, (_, i) => join(folder, `pipe-${i}`));
  expect(spawnSync('/usr/bin/mkfifo', pipes).status).toBe(0);
  const script = `
    require(${JSON.stringify(PROGRAM)});
    const fs = require('node:fs');
    for (const pipe of ${JSON.stringify(pipes)}) fs.open(pipe, 'r', () => {});
    fs.readFile(${JSON.stringify(PROGRAM)}, () => { fs.writeSync(1, 'read'); process.kill(process.pid, 'SIGKILL'); });`;
  const { stdout } = spawnSync(process.execPath, ['-e', script, 'argument', '--version'], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(stdout).toContain('read');
});

test('with a lifecycle it hands out the definition and tells the stages', async () => {
  const file = join(tempFolder(), 'lifecycle.json');
  writeFileSync(file, '{ "version": 1, "preset": "aarrr" }');
  const { url } = await start({ env: { AHALOOP_LIFECYCLE: file } });
  expect(await (await fetch(`${url}/v1/config/test-key`)).json()).toMatchObject({ version: 1, preset: 'aarrr' });
  await postBatch(url, [sampleEvent({ event: 'Signed Up', timestamp: '2026-01-20T10:00:00.000Z' })]);
  const stages = () =>
    fetch(`${url}/v1/reports/stages`, { headers: AS_READER }).then((response) => response.json()) as Promise<{
      stages: object[];
    }>;
  expect((await stages()).stages).toContainEqual(expect.objectContaining({ stage: 'activation', now: 1 }));
});

test('a second process on the same folder is told who has it, and the first goes on', async () => {
  const first = await start();
  const { status, stderr } = run('--port', '0', '--data', first.dataDir, '--write-key', 'k');
  expect(status).toBe(1);
  expect(stderr).toContain(
    `store-locked: process ${first.pid} has ${join(first.dataDir, 'store')} open; stop it, or name another folder with --data.`,
  );
  expect(await postBatch(first.url, [sampleEvent()])).toMatchObject({ accepted: 1 });
});

test('killed under load, it has every acknowledged event once after a restart, and knows the repeats', async () => {
  const first = await start({ args: ['--linger-ms', '5'] });
  const traffic = load(first.url, 8);
  await expect.poll(() => traffic.acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(2_000);
  await first.kill();
  await traffic.stop();

  const second = await start({ dataDir: first.dataDir });
  const repeats = traffic.acknowledged.slice(-200).map((messageId) => sampleEvent({ messageId }));
  expect(await postBatch(second.url, repeats)).toMatchObject({ accepted: 0, duplicates: 200 });
  expect(await second.stop()).toBe(0);
  const { length } = traffic.acknowledged;
  expect(await counted(first.dataDir, traffic.acknowledged)).toEqual({ ids: length, rows: length });
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s under load: ends with 0 and loses nothing it acknowledged',
  async (signal) => {
    const collector = await start({ dataDir: tempFolder() });
    const traffic = load(collector.url, 8);
    await expect.poll(() => traffic.acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(1_000);
    expect(await collector.stop(signal)).toBe(0);
    await traffic.stop();
    const { length } = traffic.acknowledged;
    expect(await counted(collector.dataDir, traffic.acknowledged)).toEqual({ ids: length, rows: length });
  },
);

test('a request that is waiting to be stored when it is told to stop is stored and answered', async () => {
  const collector = await start({ dataDir: tempFolder(), args: ['--linger-ms', '60000'] });
  const waiting = request(`${collector.url}/v1/batch`, { method: 'POST' });
  const reply = once(waiting, 'response') as Promise<[IncomingMessage]>;
  waiting.end(JSON.stringify({ batch: [sampleEvent({ messageId: 'waiting' })], writeKey: 'test-key' }));
  await once(waiting, 'finish');
  // It came in before this one, which is answered.
  expect((await fetch(`${collector.url}/healthz`)).status).toBe(200);
  expect(await collector.stop()).toBe(0);
  expect(await json((await reply)[0])).toMatchObject({ accepted: 1 });
  expect(await counted(collector.dataDir, ['waiting'])).toEqual({ ids: 1, rows: 1 });
});

test('the second signal ends it at once', async () => {
  const collector = await start({ args: ['--linger-ms', '60000'] });
  const open = fetch(`${collector.url}/v1/batch`, {
    method: 'POST',
    body: new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) }),
    duplex: 'half',
  } as RequestInit).catch(() => 'cut off');
  await expect.poll(async () => (await fetch(`${collector.url}/healthz`)).status).toBe(200);
  process.kill(collector.pid, 'SIGTERM');
  await expect
    .poll(() =>
      fetch(`${collector.url}/healthz`).then(
        () => 'listens',
        () => 'gone',
      ),
    )
    .toBe('gone');
  expect(await collector.stop()).toBeNull();
  expect(await open).toBe('cut off');
});
