import { afterEach, expect, test, vi } from 'vitest';
import { createElection } from './election.js';

/** Web Locks in one process, which Node lacks: enough of them for one name. */
function scriptedLocks() {
  let held = false;
  const asked: LockOptions[] = [];
  const request = async <T>(_: string, options: LockOptions, work: (lock: object | null) => Promise<T>): Promise<T> => {
    asked.push({ ...options });
    if (held && !options.steal) return work(null);
    held = true;
    try {
      return await work({});
    } finally {
      held = false;
    }
  };
  vi.stubGlobal('navigator', { locks: { request } });
  return { asked, hold: () => (held = true) };
}
afterEach(() => void vi.unstubAllGlobals());

test('one tab works at a time, and nobody waits for it', async () => {
  const { asked } = scriptedLocks();
  const elect = createElection('q', () => 0);
  let release: (value: string) => void = () => {};
  const first = elect(() => new Promise<string>((resolve) => (release = resolve)));
  expect(await elect(() => Promise.resolve('second'))).toBeNull();
  release('first');
  expect(await first).toBe('first');
  expect(await elect(() => Promise.resolve('third'))).toBe('third');
  expect(asked).toEqual([{ ifAvailable: true }, { ifAvailable: true }, { ifAvailable: true }]);
});

test('a tab that was frozen with the lock is robbed of it after 25 seconds', async () => {
  const { asked, hold } = scriptedLocks();
  let nowMs = 0;
  const elect = createElection('q', () => nowMs);
  hold();
  expect(await elect(() => Promise.resolve('mine'))).toBeNull();
  nowMs = 25_000;
  expect(await elect(() => Promise.resolve('mine'))).toBeNull();
  nowMs = 25_001;
  expect(await elect(() => Promise.resolve('mine'))).toBe('mine');
  expect(asked.at(-1)).toEqual({ steal: true });
});

test('where there are no locks every tab works', async () => {
  vi.stubGlobal('navigator', {});
  expect(await createElection('q', () => 0)(() => Promise.resolve('mine'))).toBe('mine');
});

test("an error of the work is the work's, and it is not done twice", async () => {
  scriptedLocks();
  const work = vi.fn(() => Promise.reject(new Error('no')));
  await expect(createElection('q', () => 0)(work)).rejects.toThrow('no');
  expect(work).toHaveBeenCalledTimes(1);
});
