import { expect, test } from 'vitest';
import { tellFailures } from './tell-failures.js';

function telling() {
  const lines: unknown[] = [];
  const clock = { nowMs: 0 };
  const tell = tellFailures({ error: (fields) => lines.push(fields) }, () => clock.nowMs);
  return { lines, clock, tell };
}

test('a failure is one line; of the engine only the type, for its message quotes rows', () => {
  const { lines, tell } = telling();
  tell(new TypeError('first line\nsecond line'));
  tell(Object.assign(new Error('near {"userId":"u_42"}'), { code: '117', type: 'INCORRECT_DATA' }));
  expect(lines).toEqual([
    { failure: 'TypeError', reason: 'first line' },
    { failure: 'Error', code: '117', reason: 'INCORRECT_DATA' },
  ]);
});

test('the same within ten seconds is counted, and the count is told with the next', () => {
  const { lines, clock, tell } = telling();
  for (let i = 0; i < 5; i++) tell(new Error('full'));
  tell(new Error('other'));
  clock.nowMs = 10_000;
  tell(new Error('full'));
  expect(lines).toMatchObject([{ reason: 'full' }, { reason: 'other' }, { reason: 'full', again: 4 }]);
});

test('failures that all differ are told, and not remembered without end', () => {
  const { lines, tell } = telling();
  for (let i = 0; i < 1_000; i++) tell(new Error(String(i)));
  expect(lines).toHaveLength(1_000);
});
