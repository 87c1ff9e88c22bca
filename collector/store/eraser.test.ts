import { expect, test } from 'vitest';
import { createEraser } from './eraser.js';
import { NO_CODES } from '../test-support/no-codes.js';
import { createForgotten } from './forgotten.js';

const ROW = { project_id: 'p', anonymous_id: 'b', user_id: '', person_id: 'b', ts_adj: '2026-01-31 12:00:00.000' };

test('who was forgotten is kept and known first, what was on its way is stored next, and only then is counted and deleted', async () => {
  const forgotten = createForgotten();
  const steps: string[] = [];
  const eraser = createEraser({
    ask: <Row>(sql: string) => {
      const [table] = /rejected_events|person_stage_changes|referral_facts|user_browsers|events/.exec(sql)!;
      steps.push(`${sql.includes('DISTINCT') ? 'users' : 'count'} ${table}`);
      return Promise.resolve([{ id: 'b', n: 2 }] as Row[]);
    },
    alter: (sql) => {
      steps.push(/ALTER TABLE (\w+) DELETE/.exec(sql)![0]);
      return Promise.resolve();
    },
    keep: () => {
      steps.push('keep');
      return Promise.resolve();
    },
    forgotten,
    codes: NO_CODES,
    settled: () => {
      steps.push(`settled, known: ${forgotten.covers(ROW)}`);
      return Promise.resolve();
    },
    now: () => 0,
  });
  expect(await eraser.forget('p', 'b')).toBe(4);
  expect(steps).toEqual([
    'keep',
    'settled, known: true',
    'count events',
    'count rejected_events',
    'users events',
    'count referral_facts',
    'ALTER TABLE referral_facts DELETE',
    'count user_browsers',
    'ALTER TABLE user_browsers DELETE',
    'ALTER TABLE events DELETE',
    'count person_stage_changes',
    'ALTER TABLE person_stage_changes DELETE',
    'ALTER TABLE rejected_events DELETE',
  ]);
});

test('browsers that ask while one deletion is under way are the next, together', async () => {
  const deletions: string[] = [];
  let end = () => {};
  const eraser = createEraser({
    ask: <Row>(_sql: string, params?: Readonly<Record<string, unknown>>) =>
      Promise.resolve(((params?.ids ?? []) as string[]).map((id) => ({ id, n: 1 })) as Row[]),
    alter: (sql, params) => {
      if (!sql.includes('ALTER TABLE events')) return Promise.resolve();
      deletions.push((params.ids as string[]).join(' '));
      return new Promise((resolve) => (end = resolve));
    },
    keep: () => Promise.resolve(),
    forgotten: createForgotten(),
    codes: NO_CODES,
    settled: () => Promise.resolve(),
    now: () => 0,
  });
  const first = eraser.forget('p', 'a');
  await expect.poll(() => deletions).toEqual(['a']);
  const others = Promise.all([eraser.forget('p', 'b'), eraser.forget('p', 'c')]);
  end();
  expect(await first).toBe(2);
  await expect.poll(() => deletions).toEqual(['a', 'b c']);
  end();
  expect(await others).toEqual([2, 2]);
});
