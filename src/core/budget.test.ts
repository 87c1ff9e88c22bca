import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overBudget } from './budget.js';

const NOW_MS = Date.UTC(2026, 10, 22);
const DAY_MS = 86_400_000;
const idAt = (atMs: number): string => {
  const hex = Math.max(0, atMs).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};
const key = (priority: number, daysAgo: number, events = 10, bytes = 1000) =>
  [priority, idAt(NOW_MS - daysAgo * DAY_MS), events, bytes] as const;
const BUDGET = { events: 100, bytes: 10_000, _ageMs: 90 * DAY_MS };

test('nothing goes while all keep to the budget', () => {
  expect(
    overBudget(
      Array.from({ length: 10 }, (_, day) => key(1, day)),
      BUDGET,
      NOW_MS,
    ),
  ).toEqual([]);
});

test('the oldest goes first when there are too many', () => {
  const keys = Array.from({ length: 12 }, (_, day) => key(1, day));
  expect(overBudget(keys, BUDGET, NOW_MS)).toEqual([{ reason: 'queue-full', keys: [keys[11], keys[10]] }]);
});

test('answers and orders go last, however old they are', () => {
  const answers = Array.from({ length: 10 }, (_, day) => key(0, 40 + day));
  const steps = [key(1, 0), key(1, 1)];
  expect(overBudget([...answers, ...steps], BUDGET, NOW_MS)).toEqual([
    { reason: 'queue-full', keys: [steps[1], steps[0]] },
  ]);
});

test('what is older than the budget allows goes with a reason of its own', () => {
  const old = key(0, 91);
  expect(overBudget([old, key(1, 89)], BUDGET, NOW_MS)).toEqual([{ reason: 'queue-age', keys: [old] }]);
});

test('an event of 1970 or 2099 has a wrong clock, not a great age', () => {
  expect(overBudget([[1, idAt(5), 1, 9] as const, [1, idAt(Date.UTC(2099)), 1, 9] as const], BUDGET, NOW_MS)).toEqual(
    [],
  );
});

test('what stays is within the budget, and nothing goes that need not', () => {
  const records = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 80 }), fc.nat(60), fc.nat(6000)), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(records, (drawn) => {
      const keys = drawn.map(([priority, daysAgo, events, bytes]) => key(priority, daysAgo, events, bytes));
      const gone = overBudget(keys, BUDGET, NOW_MS).flatMap((surplus) => surplus.keys);
      const kept = keys.filter((one) => !gone.includes(one));
      const sum = (of: readonly (readonly [number, string, number, number])[], at: 2 | 3) =>
        of.reduce((total, one) => total + one[at], 0);
      expect(sum(kept, 2)).toBeLessThanOrEqual(BUDGET.events);
      expect(sum(kept, 3)).toBeLessThanOrEqual(BUDGET.bytes);
      const last = gone.at(-1);
      const fits = last && sum(kept, 2) + last[2] <= BUDGET.events && sum(kept, 3) + last[3] <= BUDGET.bytes;
      expect(fits ?? false).toBe(false);
      if (gone.some(([priority]) => priority === 0)) expect(kept.every(([priority]) => priority === 0)).toBe(true);
    }),
  );
});
