import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineContext, makeLine, openLine, readLines, wholeJson, writeLines } from './line.js';

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const head = (n: number, properties: unknown): string =>
  `${openLine(id(n))},"type":"track","event":"Step","properties":${JSON.stringify(properties)},"timestamp":"2026-11-28T00:00:00.000Z"}`;

const properties = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.constant({ context: { a: ',"context":{}}' } })));
const context = fc
  .record({ title: fc.string(), url: fc.constantFrom('/a', '/b') })
  .map((page) => lineContext(JSON.stringify({ page, sessionId: 's' })));

test('lines are the same after they were written and read, whatever is in them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(properties, fc.nat(2)), { maxLength: 20 }),
      fc.tuple(context, context, context),
      (events, contexts) => {
        const lines = events.map(([given, at], n) => makeLine(head(n, given), contexts[at]));
        expect(readLines(writeLines(lines))).toEqual(lines);
      },
    ),
  );
});

test('a context is written once for all lines in a row that have it', () => {
  const [one, other] = [lineContext('{"page":{"url":"/a"}}'), lineContext('{"page":{"url":"/b"}}')];
  const lines = [one, one, other, other, one].map((given, n) => makeLine(head(n, {}), given));
  expect(writeLines(lines).match(/"context":/g)).toHaveLength(3);
});

test('rows of earlier releases, each with its context, are read', () => {
  const old = [1, 2].map((n) => `${head(n, { n }).slice(0, -1)},"context":{"page":{"url":"/a"},"sessionId":"s"}}`);
  const lines = readLines(old.join('\n'));
  expect(lines.map(wholeJson)).toEqual(old);
  expect(lines.map((line) => line.id)).toEqual([id(1), id(2)]);
});

test('the whole JSON is the head with the context as its last member', () => {
  const line = makeLine(head(1, { a: 1 }), lineContext('{"sessionId":"s"}'));
  expect(JSON.parse(wholeJson(line))).toEqual({ ...JSON.parse(line._head), context: { sessionId: 's' } });
});
