/// <reference lib="es2024.string" />
/**
 * Whatever JSON an event holds, the engine takes its row: a row that it refused would fail the commit of its neighbours.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTestStore } from '../test-support/open-test-store.js';
import { openBatch } from './open-batch.js';
import { parseBody } from '../http/parse-body.js';
import { takeEvents } from './take-events.js';
import { sampleSurroundings } from '../test-support/sample-surroundings.js';

const RECEIVED_AT_MS = Date.UTC(2026, 10, 21);

const store = await openTestStore();

/** Any UTF-16, halves of surrogate pairs included. */
const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  maxLength: 20,
});
const promoted = fc.oneof(
  anyText,
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant('1e400'),
  fc.constant('12.50'),
);
const anyJson = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, promoted, fc.array(tie('value'), { maxLength: 4 }), tie('object')),
  object: fc.dictionary(fc.oneof(anyText, fc.constantFrom('__proto__', 'constructor', 'a.b', '')), tie('value'), {
    maxKeys: 4,
  }),
}));
const properties = fc
  .tuple(
    anyJson.object,
    fc.record(
      {
        score: promoted,
        revenue: promoted,
        currency: promoted,
        order_id: promoted,
        survey_id: promoted,
        response_id: promoted,
      },
      { requiredKeys: [] },
    ),
  )
  .map(([any, known]) => ({ ...any, ...known }));
const anyEvent = fc.record(
  {
    type: fc.constantFrom('track', 'page', 'screen', 'identify', 'group'),
    event: anyText.map((text) => `e${text}`),
    userId: anyText.map((text) => `u${text}`),
    groupId: anyText.map((text) => `g${text}`),
    timestamp: fc
      .date({ min: new Date('1995-01-01'), max: new Date('2026-11-20'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    name: fc.oneof(anyText, fc.constant(null)),
    category: anyText,
    properties,
    traits: anyJson.object,
    context: anyJson.object,
    integrations: anyJson.object,
    extra: anyJson.value,
  },
  { requiredKeys: ['type', 'event', 'userId', 'groupId', 'timestamp'] },
);

/** What is left of a JSON value on its way: halves of pairs become U+FFFD. */
function mended(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(mended);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), mended(item)]));
}

test('every event that passes the checks arrives, with all that it held', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyEvent, { minLength: 1, maxLength: 40 }), async (events) => {
      run += 1;
      const sent = events.map((event, index) => ({ ...event, messageId: `run-${run}-${index}` }));
      const batch = openBatch(parseBody(JSON.stringify({ batch: sent })));
      const { rows, rejected, rejections } = takeEvents(batch, sampleSurroundings({ receivedAtMs: RECEIVED_AT_MS }));
      expect(rows.length + rejections.length).toBe(sent.length);
      expect(rejections.filter((one) => one.code !== 'key-forbidden')).toEqual([]);

      expect(await store.writeEvents(rows, 0)).toEqual({ accepted: rows.length, duplicates: 0, forgotten: 0 });
      await store.writeRejected(rejected);
      const stored = await store.query<
        Record<'message_id' | 'user_id' | 'properties' | 'traits' | 'context' | 'extra', string>
      >(
        `SELECT message_id, user_id, properties, traits, context, extra FROM events FINAL WHERE startsWith(message_id, {run:String})`,
        { run: `run-${run}-` },
      );
      expect(stored.length).toBe(rows.length);
      for (const row of stored) {
        const event = sent.find((one) => one.messageId === row.message_id);
        const wire = JSON.parse(JSON.stringify(event)) as Record<string, unknown>;
        expect(row.user_id).toBe((wire.userId as string).toWellFormed());
        for (const key of ['properties', 'traits', 'context'] as const) {
          expect(JSON.parse(row[key])).toEqual(mended(wire[key] ?? {}));
        }
        expect((JSON.parse(row.extra) as { extra?: unknown }).extra).toEqual(mended(wire.extra));
      }
    }),
    { numRuns: 60 },
  );
});

test.each([
  [{ score: 9 }, { score: 9 }],
  [{ score: '9' }, { score: null, invalid_values: ['score'] }],
  [
    { score: null, revenue: '' },
    { score: null, invalid_values: [] },
  ],
  [{ score: 1e308 }, { score: 1e308 }],
  [{ revenue: 11.77 }, { revenue: '11.77' }],
  [{ revenue: '19.99' }, { revenue: '19.99' }],
  [{ revenue: -5 }, { revenue: '-5' }],
  [{ revenue: 99_999_999_999_999.98 }, { revenue: '99999999999999.9844' }],
  [{ revenue: '.5' }, { revenue: '0.5', invalid_values: [] }],
  [{ revenue: '1e3' }, { revenue: '1000' }],
  [{ revenue: ' 12.00 ' }, { revenue: '12' }],
  [{ revenue: '+12.' }, { revenue: '12' }],
  [{ revenue: '-.5E-1' }, { revenue: '-0.05' }],
  [{ revenue: '1,234.50' }, { revenue: null, invalid_values: ['revenue'] }],
  [{ revenue: '1.234,50' }, { revenue: null, invalid_values: ['revenue'] }],
  [{ revenue: '$12.00' }, { revenue: null, invalid_values: ['revenue'] }],
  [{ revenue: '1 234' }, { revenue: null, invalid_values: ['revenue'] }],
  [{ revenue: '.' }, { revenue: null, invalid_values: ['revenue'] }],
  [{ revenue: { amount: 5 } }, { revenue: null, invalid_values: ['revenue'] }],
  [{ revenue: '1e99' }, { revenue: null, invalid_values: ['revenue'] }],
  [{ revenue: 1e14 }, { revenue: null, invalid_values: ['revenue'] }],
  [{ revenue: -1e300 }, { revenue: null }],
  [{ revenue: 'much' }, { revenue: null }],
  [{ revenue: '0x10' }, { revenue: null }],
  [{ order_id: 42 }, { order_id: '42' }],
  [{ order_id: 'x'.repeat(600) }, { order_id: '' }],
  [{ currency: { code: 'USD' } }, { currency: '' }],
])('of the properties %j the columns hold %j', async (properties, columns) => {
  const messageId = JSON.stringify(properties).slice(0, 200);
  const event = { type: 'track', event: 'e', userId: 'u', messageId, timestamp: '2026-01-01T00:00:00Z', properties };
  const batch = openBatch({ batch: [event] });
  await store.writeEvents(takeEvents(batch, sampleSurroundings({ receivedAtMs: RECEIVED_AT_MS })).rows, 0);
  const [row] = await store.query<Record<string, unknown>>(
    'SELECT score, toString(revenue) AS revenue, order_id, currency, properties, invalid_values FROM events FINAL WHERE message_id = {messageId:String}',
    { messageId },
  );
  expect(row).toMatchObject(columns);
  expect(JSON.parse(String(row?.properties))).toEqual(properties);
});
