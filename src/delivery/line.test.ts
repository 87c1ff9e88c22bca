import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventId, eventLine } from '../../test/helpers/event-line.js';
import { cutLines, lineId } from './line.js';

test('a line carries its id where it can be read without parsing', () => {
  expect(lineId(eventLine(7))).toBe(eventId(7));
});

test('runs keep the order and their bounds, and nothing is lost between them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 30 })),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 5 }),
      (lines, maxBytes, maxEvents) => {
        const runs = cutLines(lines, maxBytes, maxEvents);
        expect(runs.flat()).toEqual(lines);
        for (const run of runs) {
          const bytes = new TextEncoder().encode(run.map((line) => `${line},`).join('')).length;
          expect(run.length === 1 || bytes <= maxBytes).toBe(true);
          expect(run.length).toBeLessThanOrEqual(maxEvents);
        }
      },
    ),
  );
});
