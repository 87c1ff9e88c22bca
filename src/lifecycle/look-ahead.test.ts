import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS } from './duration.js';
import type { LifecycleEvent } from './event.js';
import { nextChangeMs } from './look-ahead.js';
import { readDefinition } from './read-definition.js';
import { replayFacts } from './replay.js';
import { stateAt } from './state.js';

const read = readDefinition({
  version: 1,
  facts: {
    recent: { count: 'A', within: '7d' },
    spent: { sum: 'A', of: 'amount', within: '5d' },
    days: { days: '*', within: '3d' },
    kinds: { unique: 'A', of: 'kind', within: '9d' },
    row: { streak: 'A' },
    today: { streak: 'B', today: true },
    idle: { recency: '*' },
    age: { age: 'B' },
  },
  stages: [
    { id: 'new', enter: {} },
    { id: 'active', enter: { recent: { $gte: 2 } } },
    { id: 'buyer', enter: { spent: { $gt: 10 } }, exit: { age: { $gte: 6.1 } } },
    { id: 'lost', enter: { idle: { $gt: 4.7 } } },
  ],
  segments: {
    inARow: { row: { $gte: 1 } },
    checked: { today: { $gte: 1 } },
    keen: { days: { $gte: 2 } },
    broad: { kinds: { $in: [2, 3] } },
    fresh: { age: { $lte: 1 / 3 } },
  },
});
if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
const { lifecycle } = read;

test('between one time that is named and the next, stage and segments stay what they are', () => {
  const events = fc.array(
    fc.record({
      messageId: fc.uuid(),
      atMs: fc.integer({ min: 0, max: 4 * DAY_MS }),
      type: fc.constant('track' as const),
      event: fc.constantFrom('A', 'B'),
      values: fc.record({ kind: fc.constantFrom('x', 'y', 'z'), amount: fc.integer({ min: 1, max: 9 }) }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  let changes = 0;
  fc.assert(
    fc.property(
      events,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
      (all, at) => {
        const from = Math.max(...all.map(({ atMs }) => atMs));
        const person = replayFacts(lifecycle, all satisfies LifecycleEvent[], from);
        const stand = (t: number) => {
          const { stage, segments } = stateAt(lifecycle, person, t);
          return [stage, ...segments].join();
        };
        let t = from;
        for (;;) {
          const next = nextChangeMs(lifecycle, person, t);
          const end = next ?? t + 400 * DAY_MS;
          const standing = stand(t);
          for (const share of at) expect(stand(t + Math.floor((end - 1 - t) * share))).toBe(standing);
          expect(stand(end - 1)).toBe(standing);
          if (next === null) break;
          if (stand(next) !== standing) changes++;
          t = next;
        }
      },
    ),
    { numRuns: 150, seed: 3, endOnFailure: true },
  );
  expect(changes).toBeGreaterThan(100);
});

test('where nothing has happened, time alone changes nothing', () => {
  expect(nextChangeMs(lifecycle, replayFacts(lifecycle, [], 0), 0)).toBeNull();
});
