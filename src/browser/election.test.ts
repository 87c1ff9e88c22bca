import { manualClock } from '../../test/helpers/manual-clock.js';
import { afterEach, expect, test, vi } from 'vitest';
import { createElection, type ElectionPorts } from './election.js';

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
  return { asked, hold: () => (held = true), isHeld: () => held };
}
const noLease = { take: () => Promise.reject(new Error('UnknownError')), _giveBack: () => Promise.resolve() };
const electionWith = (ports: Partial<ElectionPorts> = {}) =>
  createElection('q', { _monotonicMs: () => 0, after: () => () => {}, _lease: noLease, ...ports });

afterEach(() => void vi.unstubAllGlobals());

test('one tab works at a time, and nobody waits for it', async () => {
  const { asked } = scriptedLocks();
  const [one, other] = [electionWith(), electionWith()];
  let release: (value: string) => void = () => {};
  const first = one._elect(() => new Promise<string>((resolve) => (release = resolve)));
  expect(await other._elect(() => Promise.resolve('second'))).toBeNull();
  release('first');
  expect(await first).toBe('first');
  expect(await other._elect(() => Promise.resolve('third'))).toBe('third');
  expect(asked).toEqual([{ ifAvailable: true }, { ifAvailable: true }, { ifAvailable: true }]);
});

test('a tab that was frozen with the lock is robbed of it after 25 seconds', async () => {
  const { asked, hold } = scriptedLocks();
  let nowMs = 0;
  const { _elect: elect } = electionWith({ _monotonicMs: () => nowMs });
  hold();
  expect(await elect(() => Promise.resolve('mine'))).toBeNull();
  nowMs = 25_000;
  expect(await elect(() => Promise.resolve('mine'))).toBeNull();
  nowMs = 25_001;
  expect(await elect(() => Promise.resolve('mine'))).toBe('mine');
  expect(asked.at(-1)).toEqual({ steal: true });
});

test('where there are no locks a lease takes their place, and is given back', async () => {
  vi.stubGlobal('navigator', {});
  let free = true;
  const giveBack = vi.fn(() => Promise.resolve());
  const { _elect: elect } = electionWith({ _lease: { take: () => Promise.resolve(free), _giveBack: giveBack } });
  expect(await elect(() => Promise.resolve('mine'))).toBe('mine');
  expect(giveBack).toHaveBeenCalledTimes(1);
  free = false;
  expect(await elect(() => Promise.resolve('mine'))).toBeNull();
});

test('where there is neither a lock nor a lease every tab works', async () => {
  vi.stubGlobal('navigator', {});
  expect(await electionWith()._elect(() => Promise.resolve('mine'))).toBe('mine');
});

test('a browser that never says whether the lock is free is not waited for', async () => {
  vi.stubGlobal('navigator', { locks: { request: () => new Promise(() => {}) } });
  const clock = manualClock();
  const work = vi.fn(() => Promise.resolve('mine'));
  const outcome = electionWith({ after: clock.after })._elect(work);
  await clock.advance(10_000);
  expect(await outcome).toBe('mine');
  expect(work).toHaveBeenCalledTimes(1);
});

test('a page that steps down lets another in though its own work goes on', async () => {
  const { isHeld } = scriptedLocks();
  const { _elect: elect, _stepDown: stepDown } = electionWith();
  let end: (value: string) => void = () => {};
  const mine = elect(() => new Promise<string>((resolve) => (end = resolve)));
  stepDown();
  await vi.waitFor(() => expect(isHeld()).toBe(false));
  expect(await electionWith()._elect(() => Promise.resolve('another'))).toBe('another');
  end('mine');
  expect(await mine).toBe('mine');
});

test("an error of the work is the work's, and it is not done twice", async () => {
  scriptedLocks();
  const work = vi.fn(() => Promise.reject(new Error('no')));
  await expect(electionWith()._elect(work)).rejects.toThrow('no');
  expect(work).toHaveBeenCalledTimes(1);
});

test('a page that is at it itself does not ask again, and does not rob itself', async () => {
  const { asked } = scriptedLocks();
  const { _elect: elect } = electionWith();
  let end: (value: string) => void = () => {};
  const mine = elect(() => new Promise<string>((resolve) => (end = resolve)));
  expect(await elect(() => Promise.resolve('again'))).toBeNull();
  expect(asked).toHaveLength(1);
  end('mine');
  expect(await mine).toBe('mine');
});

test('a lease that is never answered for is not waited for, neither when it is taken nor when it is given back', async () => {
  vi.stubGlobal('navigator', {});
  const clock = manualClock();
  const never = () => new Promise<never>(() => {});
  const outcome = electionWith({ after: clock.after, _lease: { take: never, _giveBack: never } })._elect(() =>
    Promise.resolve('mine'),
  );
  await clock.advance(10_000);
  expect(await outcome).toBe('mine');
});
