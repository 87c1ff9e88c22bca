import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineContext, makeLine, wholeJson, writeLines } from '../core/line.js';
import { cutLines, linesBytes } from './line.js';

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
const contexts = ['{"page":{"url":"/a"}}', '{"page":{"url":"/ü"},"sessionId":"s"}'].map(lineContext);
const lines = fc.array(
  fc.tuple(fc.string({ maxLength: 30 }), fc.nat(1)).map(([head, at]) => makeLine(`{${head}"}`, contexts[at])),
);

test.each([false, true])(
  'runs keep the order and their bounds, and nothing is lost between them; whole: %s',
  (whole) => {
    fc.assert(
      fc.property(
        lines,
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 5 }),
        (given, maxBytes, maxEvents) => {
          const runs = cutLines(given, { _maxBytes: maxBytes, _maxEvents: maxEvents, _whole: whole });
          expect(runs.flat()).toEqual(given);
          for (const run of runs) {
            const text = whole ? run.map(wholeJson).join(',') : writeLines(run);
            expect(run.length === 1 || bytesOf(text) <= maxBytes).toBe(true);
            expect(run.length).toBeLessThanOrEqual(maxEvents);
          }
        },
      ),
    );
  },
);

test('lines weigh what they take as a text', () => {
  fc.assert(
    fc.property(lines, (given) => {
      expect(linesBytes(given)).toBe(given.length ? bytesOf(`${writeLines(given)}\n`) : 0);
    }),
  );
});
