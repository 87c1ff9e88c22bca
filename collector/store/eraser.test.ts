/** Erasing on the real engine: hidden at once, rewritten later, never forgotten by the collector itself. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from 'chdb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleRow } from '../test-support/sample-row.js';
import { makeTempFolder } from '../test-support/temp-folder.js';
import { openStore, type OpenStoreOptions, type Store } from './open-store.js';

const path = makeTempFolder();
const failures: unknown[] = [];
let store: Store;

async function open(options: Partial<OpenStoreOptions> = {}): Promise<void> {
  store = await openStore({ path, lingerMs: 0, onFailure: (error) => failures.push(error), ...options });
}

async function reopen(options: Partial<OpenStoreOptions> = {}): Promise<void> {
  await store.close();
  await open(options);
}

beforeAll(() => open());
afterAll(async () => {
  await store.close();
  rmSync(path, { recursive: true, force: true });
  expect(failures).toEqual([]);
}, 60_000);

const AT = '2026-11-20 12:00:00.000';
const rowOf = (anonymous_id: string, user_id = '') =>
  sampleRow({
    message_id: randomUUID(),
    anonymous_id,
    user_id,
    person_id: user_id || anonymous_id,
    ts: AT,
    ts_adj: AT,
  });

const write = (...rows: ReturnType<typeof rowOf>[]) => store.writeEvents(rows, 100);

async function count(sql: string, params: Readonly<Record<string, unknown>> = {}): Promise<number> {
  const [row] = await store.query<{ n: number }>(`SELECT toUInt32(count()) AS n FROM ${sql}`, params);
  return row!.n;
}

const shown = (id: string) => count('events WHERE anonymous_id = {id:String}', { id });
/** Rows in files, hidden or not. */
const inFiles = (id: string) =>
  count('events WHERE anonymous_id = {id:String} SETTINGS apply_deleted_mask = 0, apply_patch_parts = 0', { id });
const waiting = () => count('erasures');

/** Has the engine itself do something, beside the store. */
async function engine(sql: string): Promise<void> {
  const session = new Session(path);
  try {
    await session.queryAsync(sql);
  } finally {
    session.close();
  }
}

const soon = { timeout: 60_000 };

test('rows are hidden when the answer comes, and leave their files later; then nobody is named any more', async () => {
  const [gone, stays] = [randomUUID(), randomUUID()];
  await write(rowOf(gone), rowOf(gone), rowOf(stays));
  expect(await store.forget('p', gone)).toBe(2);
  expect([await shown(gone), await inFiles(gone)]).toEqual([0, 2]);
  expect(await waiting()).toBeGreaterThan(0);

  await reopen({ rewriteAfterMs: 0 });
  await expect.poll(() => inFiles(gone), soon).toBe(0);
  await expect.poll(waiting, soon).toBe(0);
  expect([await shown(stays), await inFiles(stays)]).toEqual([1, 1]);
  expect(JSON.stringify(await store.query('SELECT * FROM forgotten'))).not.toContain(gone);
});

test('neither a merge nor another version of a row shows what is hidden', async () => {
  await reopen();
  const gone = randomUUID();
  const row = rowOf(gone, 'user');
  await write(row);
  // As a repeat that nobody remembered would be.
  await engine(`INSERT INTO events SELECT * FROM events WHERE anonymous_id = '${gone}'`);
  expect(await inFiles(gone)).toBe(2);
  await store.forget('p', gone);
  const final = () => count('events FINAL WHERE anonymous_id = {id:String}', { id: gone });
  expect([await shown(gone), await final()]).toEqual([0, 0]);
  await engine('OPTIMIZE TABLE events FINAL');
  expect([await shown(gone), await final(), await inFiles(gone)]).toEqual([0, 0, 0]);
});

test('the bytes leave the disk', async () => {
  await reopen();
  const gone = randomUUID();
  await write(rowOf(gone));
  // The engine keeps files that it has replaced for eight minutes.
  for (const table of ['events', 'erasures'])
    await engine(`ALTER TABLE ${table} MODIFY SETTING old_parts_lifetime = 1`);
  const onDisk = () =>
    readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => {
      if (!entry.isFile()) return false;
      try {
        return readFileSync(join(entry.parentPath, entry.name)).includes(gone);
      } catch {
        return false; // Removed since it was listed.
      }
    }).length;
  expect(onDisk()).toBeGreaterThan(0);
  await store.forget('p', gone);
  await reopen({ rewriteAfterMs: 0 });
  await expect.poll(onDisk, { timeout: 110_000, interval: 500 }).toBe(0);
});

test.each([true, false])(
  'an erasure that was cut off after it was noted is done at the next start (by browser: %s)',
  async (by_browser) => {
    const [browser, user] = [randomUUID(), `u-${randomUUID()}`];
    await write(rowOf(browser), rowOf('', user));
    const ids = by_browser ? '[]' : `['${user}']`;
    await engine(
      `INSERT INTO erasures VALUES ('${randomUUID()}', 'p', ${by_browser}, ${ids}, ['${browser}'], ['${browser}'], '${AT}', 1)`,
    );
    expect(await shown(browser)).toBe(1);
    await reopen({ rewriteAfterMs: 0 });
    await expect.poll(() => inFiles(browser), soon).toBe(0);
    await expect.poll(waiting, soon).toBe(0);
    expect(await count('events WHERE user_id = {user:String}', { user })).toBe(by_browser ? 1 : 0);
    expect(await write(rowOf(browser))).toMatchObject({ forgotten: 1 });
    expect(await write(rowOf('', user))).toMatchObject({ forgotten: by_browser ? 0 : 1 });
  },
);

test('closing does not wait for files to be rewritten, and the next start goes on', async () => {
  await reopen({ rewriteAfterMs: 0 });
  const gone = randomUUID();
  await write(rowOf(gone));
  await engine('SYSTEM STOP MERGES events');
  await store.forget('p', gone);
  expect(await shown(gone)).toBe(0);
  await expect.poll(() => count("system.mutations WHERE table = 'events' AND NOT is_done"), soon).toBe(1);
  await store.close();
  await open({ rewriteAfterMs: 0 });
  await expect.poll(() => inFiles(gone), soon).toBe(0);
  await expect.poll(waiting, soon).toBe(0);
});

test('those who ask at the same time are one erasure, and each is told of their own events', async () => {
  await reopen();
  const before = await count('erasures FINAL');
  const ids = Array.from({ length: 30 }, () => randomUUID());
  await write(...ids.flatMap((id, n) => Array.from({ length: n % 3 }, () => rowOf(id))));
  expect(await Promise.all(ids.map((id) => store.forget('p', id)))).toEqual(ids.map((_, n) => n % 3));
  expect((await count('erasures FINAL')) - before).toBe(1);
});
