import { expect, test } from 'vitest';
import type { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { readDefinition } from '../../src/lifecycle/read-definition.js';
import { rememberStages, type StagesNow } from './stages-now.js';

const read = readDefinition({ version: 1, preset: 'purchase' });
const lifecycle = (read as { lifecycle: Lifecycle }).lifecycle;

/** Counting that takes as long as the test says. */
function scripted(kept: number | null = null, tired = new Promise<void>(() => {})) {
  let elapsedMs = 0;
  const counts: ((people: number) => void)[] = [];
  const count = rememberStages(
    (_project, _lifecycle, atMs) =>
      new Promise<StagesNow>((resolve) =>
        counts.push((people) => resolve({ atMs, people: new Map([['loyal', people]]) })),
      ),
    () => elapsedMs,
    { kept: async () => (kept === null ? null : { atMs: -1, people: new Map([['loyal', kept]]) }), tired: () => tired },
  );
  const ask = async (): Promise<number | undefined> => (await count('shop', lifecycle, 0)).people.get('loyal');
  return { ask, counts, pass: (ms: number) => (elapsedMs += ms) };
}

test('those who ask at the same time wait for one count', async () => {
  const { ask, counts } = scripted();
  const both = [ask(), ask()];
  counts[0]!(5);
  expect(await Promise.all(both)).toEqual([5, 5]);
  expect(counts).toHaveLength(1);
});

test('a count is good for twenty times as long as it took, and then is counted again behind the answer', async () => {
  const { ask, counts, pass } = scripted();
  const first = ask();
  pass(10_000);
  counts[0]!(5);
  expect(await first).toBe(5);
  pass(199_999);
  expect(await ask()).toBe(5);
  expect(counts).toHaveLength(1);
  pass(1);
  expect(await ask()).toBe(5);
  expect(counts).toHaveLength(2);
  counts[1]!(6);
  await expect.poll(ask).toBe(6);
});

test('who tires of waiting for the first count is told what was kept, and the next one what was counted', async () => {
  const { ask, counts } = scripted(3, Promise.resolve());
  expect(await ask()).toBe(3);
  expect(await ask()).toBe(3);
  expect(counts).toHaveLength(1);
  counts[0]!(5);
  await expect.poll(ask).toBe(5);
});

test('a count of more than ten minutes ago is not told when a new one comes in time', async () => {
  const { ask, counts, pass } = scripted();
  const first = ask();
  counts[0]!(5);
  expect(await first).toBe(5);
  pass(600_001);
  const both = [ask(), ask()];
  counts[1]!(6);
  expect(await Promise.all(both)).toEqual([6, 6]);
  expect(counts).toHaveLength(2);
});

test('who tires of waiting for a new count is told the last one, which is later than what was kept', async () => {
  const { ask, counts, pass } = scripted(3, Promise.resolve());
  void ask();
  counts[0]!(5);
  await expect.poll(ask).toBe(5);
  pass(600_001);
  expect(await ask()).toBe(5);
  expect(counts).toHaveLength(2);
});

test('where what was kept cannot be read, they wait for the count, whose failure they hear of', async () => {
  const failing = rememberStages(
    () => Promise.reject(new Error('no count')),
    () => 0,
    { kept: () => Promise.reject(new Error('nothing kept')), tired: () => Promise.resolve() },
  );
  await expect(failing('shop', lifecycle, 0)).rejects.toThrow('no count');
});

test('where nothing was kept, all wait for the first count', async () => {
  const { ask, counts } = scripted(null, Promise.resolve());
  const asked = ask();
  counts[0]!(5);
  expect(await asked).toBe(5);
});
