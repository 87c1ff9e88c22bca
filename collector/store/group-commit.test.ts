import { expect, test, vi } from 'vitest';
import { createGroupCommit, QueueFullError } from './group-commit.js';

/** A commit that ends when the test says so. */
function heldCommit() {
  const commits: { items: readonly string[]; succeed: () => void; fail: (error: Error) => void }[] = [];
  const commit = (items: readonly string[]) =>
    new Promise<string[]>((resolve, reject) => {
      commits.push({ items, succeed: () => resolve(items.map((item) => `${item} stored`)), fail: reject });
    });
  return { commits, commit };
}

const begun = (commits: readonly unknown[], count: number) => vi.waitFor(() => expect(commits).toHaveLength(count));

test('what comes within the linger is one commit, and each is answered with its own', async () => {
  const { commits, commit } = heldCommit();
  const group = createGroupCommit({ commit, lingerMs: 20 });
  const answers = Promise.all([group.add('a', 1, 1), group.add('b', 1, 1)]);
  await begun(commits, 1);
  expect(commits[0]?.items).toEqual(['a', 'b']);
  commits[0]?.succeed();
  expect(await answers).toEqual(['a stored', 'b stored']);
});

test('enough rows do not linger', async () => {
  const { commits, commit } = heldCommit();
  const group = createGroupCommit({ commit, lingerMs: 1e6, flushRows: 3 });
  void group.add('a', 2, 1);
  expect(commits).toHaveLength(0);
  void group.add('b', 1, 1);
  expect(commits).toHaveLength(1);
});

test('one commit is under way at a time', async () => {
  const { commits, commit } = heldCommit();
  const group = createGroupCommit({ commit, lingerMs: 0, flushRows: 1 });
  void group.add('a', 1, 1);
  void group.add('b', 1, 1);
  void group.add('c', 1, 1);
  expect(commits.map((one) => one.items)).toEqual([['a']]);
  commits[0]?.succeed();
  await begun(commits, 2);
  expect(commits[1]?.items).toEqual(['b', 'c']);
});

test('a commit holds no more rows than it may, but always one request', async () => {
  const { commits, commit } = heldCommit();
  const group = createGroupCommit({ commit, lingerMs: 1e6, flushRows: 10, maxCommitRows: 10 });
  void group.add('a', 6, 1);
  void group.add('b', 5, 1);
  void group.add('c', 50, 1);
  expect(commits[0]?.items).toEqual(['a']);
  commits[0]?.succeed();
  await begun(commits, 2);
  expect(commits[1]?.items).toEqual(['b']);
  commits[1]?.succeed();
  await begun(commits, 3);
  expect(commits[2]?.items).toEqual(['c']);
});

test('nobody fails for a neighbour: after a failed commit each goes alone', async () => {
  const commit = (items: readonly string[]) =>
    items.includes('poison')
      ? Promise.reject(new Error('refused'))
      : Promise.resolve(items.map((item) => `${item} stored`));
  const group = createGroupCommit({ commit, lingerMs: 0 });
  const answers = await Promise.allSettled(['a', 'poison', 'b'].map((item) => group.add(item, 1, 1)));
  expect(answers).toEqual([
    { status: 'fulfilled', value: 'a stored' },
    { status: 'rejected', reason: new Error('refused') },
    { status: 'fulfilled', value: 'b stored' },
  ]);
});

test('too many rows or bytes waiting are refused at once, what is under way included', async () => {
  const { commits, commit } = heldCommit();
  const group = createGroupCommit({ commit, lingerMs: 0, flushRows: 1, maxQueuedRows: 10, maxQueuedBytes: 1_000 });
  const first = group.add('a', 6, 100);
  await expect(group.add('b', 5, 100)).rejects.toThrow(QueueFullError);
  await expect(group.add('c', 1, 901)).rejects.toThrow(QueueFullError);
  commits[0]?.succeed();
  await first;
  void group.add('d', 10, 1_000);
  await begun(commits, 2);
});

test('told to hurry, nothing waits for others any more, and all is still taken', async () => {
  const { commits, commit } = heldCommit();
  const group = createGroupCommit({ commit, lingerMs: 1e6 });
  void group.add('a', 1, 1);
  group.hurry();
  expect(commits).toHaveLength(1);
  commits[0]?.succeed();
  void group.add('b', 1, 1);
  await begun(commits, 2);
});

test('closing commits what waits, without lingering, and then refuses', async () => {
  const { commits, commit } = heldCommit();
  const group = createGroupCommit({ commit, lingerMs: 1e6 });
  const answer = group.add('a', 1, 1);
  const closed = group.close();
  await begun(commits, 1);
  commits[0]?.succeed();
  await closed;
  expect(await answer).toBe('a stored');
  await expect(group.add('b', 1, 1)).rejects.toThrow('closing');
});

test('closing waits for what came while a commit was under way', async () => {
  const { commits, commit } = heldCommit();
  const group = createGroupCommit({ commit, lingerMs: 0, flushRows: 1 });
  const answers = Promise.all([group.add('a', 1, 1), group.add('b', 1, 1)]);
  const closed = group.close();
  commits[0]?.succeed();
  await begun(commits, 2);
  commits[1]?.succeed();
  await closed;
  expect(await answers).toEqual(['a stored', 'b stored']);
});

test('settled waits for what is under way, and not for what comes later', async () => {
  const { commits, commit } = heldCommit();
  const group = createGroupCommit({ commit, lingerMs: 0, flushRows: 1 });
  await group.settled();
  const first = group.add('a', 1, 1);
  const settled = group.settled();
  void group.add('b', 1, 1);
  commits[0]?.succeed();
  await settled;
  expect(await first).toBe('a stored');
  await begun(commits, 2);
});

test('what no item is to blame for is not tried again for each', async () => {
  const commits: (readonly string[])[] = [];
  const group = createGroupCommit<string, string>({
    commit: (items) => {
      commits.push(items);
      return Promise.reject(new Error('full'));
    },
    isShared: (error) => (error as Error).message === 'full',
    lingerMs: 0,
  });
  const answers = await Promise.allSettled(['a', 'b', 'c'].map((item) => group.add(item, 1, 1)));
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(commits).toEqual([['a', 'b', 'c']]);
});

test('where several fail in a row the store is to blame: the others are told without being tried', async () => {
  let tries = 0;
  const commit = () => {
    tries += 1;
    return Promise.reject(new Error('input/output error'));
  };
  const group = createGroupCommit({ commit, lingerMs: 0 });
  const items = Array.from({ length: 200 }, (_, index) => `item ${index}`);
  const answers = await Promise.allSettled(items.map((item) => group.add(item, 1, 1)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['rejected']));
  expect(tries).toBe(4);
});

test('a commit touches only so many partitions', async () => {
  const commits: (readonly string[])[] = [];
  const commit = (items: readonly string[]) => {
    commits.push(items);
    return Promise.resolve([...items]);
  };
  const group = createGroupCommit({ commit, lingerMs: 0, maxCommitPartitions: 2 });
  const items = { a: ['1'], b: ['1', '2'], c: ['3'], d: ['4', '5', '6'], e: ['4'] };
  await Promise.all(Object.entries(items).map(([item, of]) => group.add(item, 1, 1, new Set(of))));
  expect(commits).toEqual([['a', 'b'], ['c'], ['d'], ['e']]);
});
