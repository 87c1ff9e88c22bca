/** A backup that the running program makes, and what is restored from it; both killed in the middle. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { AS_READER, READ_KEY, startCollector, type RunningCollector } from '../../test/helpers/start-collector.js';
import { SCHEMA } from '../store/migrate.js';
import { postBatch } from '../test-support/post-batch.js';
import { sampleEvent } from '../test-support/sample-event.js';
import { makeTempFolder, tempFolder } from '../test-support/temp-folder.js';
import { withStore } from '../test-support/with-store.js';
import { VERSION } from '../command/version.js';

const PROGRAM = fileURLToPath(new URL('../bin/ahaloop-collector.cjs', import.meta.url));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, AHALOOP_READ_KEY: '' },
  });
  return { status, stdout, stderr };
}

const ids = Array.from({ length: 500 }, (_, i) => `event-${i}`).sort();
const folders: string[] = [];
const newFolder = () => {
  const folder = makeTempFolder();
  folders.push(folder);
  return folder;
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A running collector with events of twelve months in it. */
async function startWithEvents(dataDir: string): Promise<RunningCollector> {
  const collector = await startCollector({ dataDir });
  const batch = ids.map((messageId, i) =>
    sampleEvent({ messageId, timestamp: new Date(Date.UTC(2024, i % 12, 1)).toISOString() }),
  );
  expect(await postBatch(collector.url, batch)).toMatchObject({ accepted: ids.length });
  return collector;
}

/** Makes a backup with the command, as an operator does. */
async function backUp({ url, dataDir }: Pick<RunningCollector, 'url' | 'dataDir'>): Promise<string> {
  const keyFile = join(newFolder(), 'key');
  writeFileSync(keyFile, READ_KEY);
  const args = ['backup', '--port', new URL(url).port, '--data', dataDir, '--read-key-file', keyFile];
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [, folder] = /^ok: (.*?),/.exec(await text(child.stdout)) ?? [];
  expect(folder).toBeDefined();
  return folder!;
}

const idsIn = (dataDir: string) =>
  withStore(dataDir, async (store) => {
    const rows = await store.query<{ id: string }>('SELECT message_id AS id FROM events FINAL ORDER BY id');
    return rows.map(({ id }) => id);
  });

let collector: RunningCollector;
let backup: string;

beforeAll(async () => {
  collector = await startWithEvents(newFolder());
  const done = new AbortController();
  const sending = (async () => {
    while (!done.signal.aborted) await postBatch(collector.url, [sampleEvent()]);
  })();
  backup = await backUp(collector);
  done.abort();
  await sending;
});
afterAll(() => collector.kill());

const restore = (from: string, dataDir = tempFolder()) => run('restore', from, '--data', dataDir);

test('a backup has every event that was acknowledged before it, while others come in', async () => {
  const dataDir = join(tempFolder(), 'new');
  expect(restore(backup, dataDir)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^ok: /), stderr: '' });
  expect(await idsIn(dataDir)).toEqual(expect.arrayContaining(ids));
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
});

test('the command finds the collector by its options, and says where the backup is', async () => {
  const dataDir = tempFolder();
  const { url, kill } = await startCollector({ dataDir, writeKeys: [], env: { AHALOOP_READ_KEY: '' } });
  onTestFinished(kill);
  const { status, stdout } = run('backup', '--port', new URL(url).port, '--data', dataDir);
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^ok: .*backups.*, \d+ files, \d+ bytes, schema \d+\n$/)]);
  const folder = /^ok: (.*?),/.exec(stdout)![1]!;
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600);
  expect(spawnSync('sha256sum', ['--check', '--quiet', 'files.sha256'], { cwd: folder }).status).toBe(0);

  const restored = tempFolder();
  expect(restore(folder, restored).status).toBe(0);
  expect(readFileSync(join(restored, 'keys.json'), 'utf8')).toBe(readFileSync(join(dataDir, 'keys.json'), 'utf8'));
  expect(statSync(join(restored, 'keys.json')).mode & 0o777).toBe(0o600);
});

test('who has no read key makes none, and names reach no other folder', async () => {
  const ask = (headers: Record<string, string>, path = '') =>
    fetch(`${collector.url}/v1/backups${path}`, { method: path ? 'GET' : 'POST', headers });
  const before = readdirSync(join(collector.dataDir, 'backups'));
  expect((await ask({})).status).toBe(401);
  expect((await ask({ authorization: 'Bearer rk_of_somebody' })).status).toBe(401);
  expect(readdirSync(join(collector.dataDir, 'backups'))).toEqual(before);
  const unknown = await ask(AS_READER, '/..%2f..%2fetc');
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { error: { code: 'backup-unknown' } }]);
});

test('one backup at a time', async () => {
  const begin = () => fetch(`${collector.url}/v1/backups`, { method: 'POST', headers: AS_READER });
  const replies = await Promise.all([begin(), begin()]);
  const refused = replies.find(({ status }) => status === 409);
  expect(replies.map(({ status }) => status).sort()).toEqual([202, 409]);
  expect(await refused?.json()).toMatchObject({ error: { code: 'backup-running' } });
});

test('where no collector answers, the remedy', () => {
  const dataDir = tempFolder();
  writeFileSync(join(dataDir, 'keys.json'), JSON.stringify({ readKey: READ_KEY }));
  expect(run('backup', '--port', '1', '--data', dataDir)).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(
      /^backup-unreachable: no collector answers at http:\/\/127\.0\.0\.1:1; .*--port\.\n$/,
    ),
  });
});

test('a backup that was killed at any stage is known as incomplete, and is not restored', async () => {
  const dataDir = tempFolder();
  let killed = await startWithEvents(dataDir);
  onTestFinished(() => killed.kill());
  // The folder is made; both parts of the store are written.
  for (const stage of ['.', 'store/events/.backup']) {
    const begun = await fetch(`${killed.url}/v1/backups`, { method: 'POST', headers: AS_READER });
    const { name } = (await begun.json()) as { name: string };
    const folder = join(dataDir, 'backups', name);
    await expect.poll(() => existsSync(join(folder, stage)), { interval: 1, timeout: 30_000 }).toBe(true);
    await killed.kill();
    expect(existsSync(join(folder, 'backup.json'))).toBe(false);

    const fresh = tempFolder();
    expect(restore(folder, fresh)).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^backup-incomplete: .* has no backup\.json, .*; restore another, and delete this one\.\n$/,
      ),
    });
    expect(readdirSync(fresh)).toEqual([]);
    killed = await startCollector({ dataDir });
    const state = await fetch(`${killed.url}/v1/backups/${name}`, { headers: AS_READER });
    expect(await state.json()).toEqual({ name, state: 'incomplete' });
  }
});

test('a restore that was killed is known as incomplete by whoever starts on it, and can be done again', async () => {
  const dataDir = tempFolder();
  const unfinished = join(dataDir, 'store.restoring');
  const restoring = spawn(process.execPath, [PROGRAM, 'restore', backup, '--data', dataDir]);
  await expect.poll(() => existsSync(join(unfinished, 'store')), { interval: 1, timeout: 30_000 }).toBe(true);
  restoring.kill('SIGKILL');
  await once(restoring, 'exit');

  const refused = {
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^restore-incomplete: .*store\.restoring is of a restore .*; delete it and keys\.json/,
    ),
  };
  expect(run('--port', '0', '--data', dataDir, '--write-key', 'k')).toEqual(refused);
  expect(restore(backup, dataDir)).toEqual(refused);
  rmSync(unfinished, { recursive: true });
  expect(restore(backup, dataDir).status).toBe(0);
  expect(await idsIn(dataDir)).toEqual(expect.arrayContaining(ids));
});

test('a restore refuses a folder that holds a store, and a backup that is damaged, newer or not there', () => {
  const copy = join(tempFolder(), 'copy');
  cpSync(backup, copy, { recursive: true });
  const refusal = (from: string, dataDir?: string) => {
    const { status, stdout, stderr } = restore(from, dataDir);
    expect([status, stdout]).toEqual([1, '']);
    return stderr;
  };
  expect(refusal(copy, collector.dataDir)).toMatch(
    /^restore-not-empty: .*\/store is there; move it away, .*--data\.\n$/,
  );
  expect(refusal(join(copy, 'none'))).toMatch(/^backup-missing: .*; name the folder of a backup\.\n$/);
  expect(run('restore')).toMatchObject({ status: 2, stderr: expect.stringMatching(/^backup-missing: /) });

  const summary = join(copy, 'backup.json');
  const whole = readFileSync(summary, 'utf8');
  expect(JSON.parse(whole)).toMatchObject({ format: 1, version: VERSION, schema: SCHEMA });
  writeFileSync(summary, whole.replace(`"schema": ${SCHEMA}`, `"schema": ${SCHEMA + 1}`));
  expect(refusal(copy)).toMatch(/^backup-newer: .*schema.*later one\.\n$/);
  writeFileSync(summary, whole);

  const file = join(copy, 'store', 'events', '.backup');
  appendFileSync(file, ' ');
  expect(refusal(copy)).toMatch(/^backup-damaged: .*\.backup is not as it was written; .*\n$/);
  unlinkSync(file);
  expect(refusal(copy)).toMatch(/^backup-damaged: .*\.backup is not as it was written; .*\n$/);
});

test('where no backup can be written, the reason and the remedy', async () => {
  const { url, kill } = await startCollector({ dataDir: tempFolder(), args: ['--backups', '/dev/null/backups'] });
  onTestFinished(kill);
  const refused = await fetch(`${url}/v1/backups`, { method: 'POST', headers: AS_READER });
  expect([refused.status, await refused.json()]).toMatchObject([
    503,
    { error: { code: 'backup-unwritable', remedy: expect.stringContaining('--backups') } },
  ]);
});
