import fc from 'fast-check';
import { expect, test } from 'vitest';
import { composeBatch } from './compose-batch.js';
import { lineContext, makeLine, openLine } from './line.js';

const SENT_AT = '2026-11-28T00:00:00.000Z';
const line = (n: number, context: object) =>
  makeLine(
    `${openLine(`00000000-0000-7000-8000-${String(n).padStart(12, '0')}`)},"type":"track"}`,
    lineContext(JSON.stringify(context)),
  );

interface Body {
  readonly context?: object;
  readonly batch: readonly { readonly context?: object }[];
}
/** What a collector makes of a body: the batch's context below each event's own. */
const merged = (json: string): object[] => {
  const { context, batch } = JSON.parse(json) as Body;
  return batch.map((event) => ({ ...context, ...event.context }));
};

const context = fc.dictionary(
  fc.constantFrom('page', 'campaign', 'sessionId', 'groupId', 'screen'),
  fc.oneof(
    fc.string(),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      fc.integer(),
    ),
  ),
);

test('each event has its own context after the merge, whatever is shared', () => {
  fc.assert(
    fc.property(fc.array(context, { minLength: 1, maxLength: 8 }), fc.boolean(), (contexts, shared) => {
      const lines = contexts.map((one, n) => line(n, one));
      expect(merged(composeBatch('wk_shop', SENT_AT, lines, shared))).toEqual(contexts);
    }),
  );
});

test('an endpoint that has not said that it takes a shared context gets whole events', () => {
  const body = JSON.parse(composeBatch('wk_shop', SENT_AT, [line(1, { a: 1 }), line(2, { a: 1 })], false)) as Body;
  expect(body).not.toHaveProperty('context');
  expect(body.batch.map((event) => event.context)).toEqual([{ a: 1 }, { a: 1 }]);
});

test('a context that all events have stands once', () => {
  const body = JSON.parse(composeBatch('wk_shop', SENT_AT, [line(1, { a: 1 }), line(2, { a: 1 })], true)) as Body;
  expect(body).toMatchObject({ writeKey: 'wk_shop', sentAt: SENT_AT, context: { a: 1 } });
  expect(body.batch.map((event) => event.context)).toEqual([undefined, undefined]);
});

test('events whose contexts differ keep theirs', () => {
  const body = JSON.parse(composeBatch('wk_shop', SENT_AT, [line(1, { a: 1, b: 1 }), line(2, { a: 1 })], true)) as Body;
  expect(body).not.toHaveProperty('context');
  expect(body.batch.map((event) => event.context)).toEqual([{ a: 1, b: 1 }, { a: 1 }]);
});
