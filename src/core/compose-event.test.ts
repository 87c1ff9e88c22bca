import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_EVENT_BYTES } from '../wire/limits.js';
import { eventSchema } from '../wire/schema.js';
import { composeEvent, readId, type Call } from './compose-event.js';
import { lineContext, wholeJson } from './line.js';
import { createRedaction } from './redact.js';

const ajv = new Ajv({ discriminator: true, strict: false });
(addFormats as unknown as (to: Ajv) => void)(ajv);
const isEvent = ajv.compile(eventSchema);

const stamp = {
  messageId: '01234567-89ab-7cde-8f01-23456789abcd',
  _nowMs: Date.UTC(2026, 10, 21, 12),
  identity: { anonymousId: 'a1', userId: null, groupId: null },
  context: lineContext('{"locale":"zh-CN"}'),
  redaction: createRedaction(['iban']),
};
const compose = (call: Call, identity = stamp.identity): unknown => {
  const composed = composeEvent(call, { ...stamp, identity });
  return composed._line === undefined ? composed : JSON.parse(wholeJson(composed._line));
};

test('a track call becomes an event of the spec', () => {
  expect(compose({ type: 'track', event: 'Report Created', properties: { kind: 'sales' } })).toEqual({
    messageId: stamp.messageId,
    type: 'track',
    event: 'Report Created',
    properties: { kind: 'sales' },
    anonymousId: 'a1',
    timestamp: '2026-11-21T12:00:00.000Z',
    context: { locale: 'zh-CN' },
  });
});

test('a known person is named', () => {
  const known = { ...stamp.identity, userId: 'u1' as string | null };
  expect(composeEvent({ type: 'identify', traits: { plan: 'trial' } }, { ...stamp, identity: known })).toHaveProperty(
    '_line',
  );
});

test('whatever a page passes becomes an event that the schema takes, of at most 32 KB, or is dropped with its reason', () => {
  const anything = fc.anything({ withBigInt: true, withDate: true, maxDepth: 5 });
  const call = fc.oneof(
    fc.record({ type: fc.constant('track' as const), event: anything, properties: anything }),
    fc.record({ type: fc.constant('page' as const), category: anything, name: anything, properties: anything }),
    fc.record({ type: fc.constant('identify' as const), traits: anything }),
  );
  fc.assert(
    fc.property(call, (given) => {
      const composed = composeEvent(given, stamp);
      if ('drop' in composed) {
        expect(composed.drop).toMatch(/^(name-missing|event-too-large)$/);
        return;
      }
      const json = wholeJson(composed._line);
      expect(isEvent(JSON.parse(json)), JSON.stringify(isEvent.errors)).toBe(true);
      expect(new TextEncoder().encode(json).length).toBeLessThanOrEqual(MAX_EVENT_BYTES);
    }),
  );
});

test('what is not an object of properties stands under value', () => {
  expect(compose({ type: 'track', event: 'A', properties: [1, 2] })).toMatchObject({ properties: { value: [1, 2] } });
  expect(compose({ type: 'track', event: 'A', properties: null })).toMatchObject({ properties: {} });
});

test('a 10 MB text is cut and flagged', () => {
  const properties = { note: 'x'.repeat(10 * 1024 * 1024), kept: 1 };
  const event = compose({ type: 'track', event: 'A', properties }) as { properties: { note: string } };
  expect(event.properties).toMatchObject({ kept: 1, _truncated: true });
  expect(event.properties.note).toHaveLength(8193);
});

test('an event that is still too large is cut more tightly', () => {
  const properties = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`note_${i}`, '字'.repeat(4000)]));
  const event = compose({ type: 'track', event: 'A', properties }) as { properties: Record<string, string> };
  expect(Object.keys(event.properties)).toHaveLength(41);
  expect(event.properties.note_39).toHaveLength(257);
});

test('an event without a name is dropped, a number is a name', () => {
  for (const event of [undefined, null, '', {}, NaN]) {
    expect(composeEvent({ type: 'track', event, properties: {} }, stamp)).toEqual({ drop: 'name-missing' });
  }
  expect(compose({ type: 'track', event: 404, properties: {} })).toMatchObject({ event: '404' });
});

test('a name of a megabyte is cut', () => {
  const event = compose({ type: 'track', event: 'N'.repeat(1e6), properties: {} }) as { event: string };
  expect(event.event).toHaveLength(256);
});

test('an id is text or a number of at most 256 characters', () => {
  expect([readId('u1'), readId(42), readId(''), readId(null), readId({}), readId('x'.repeat(257))]).toEqual([
    'u1',
    '42',
    null,
    null,
    null,
    null,
  ]);
});

test('secrets, e-mail addresses and card numbers of properties are not in the event', () => {
  const properties = {
    token: 'abc',
    form: { Password: 'abc', iban: ['DE02'], has_password: true, note: 'ann@example.com' },
    paid_with: 4111111111111111,
    tags: ['4111 1111 1111 1111'],
    'ann@example.com': 1,
    error: new Error('no mail to ann@example.com'),
    at_ms: 1732233600006,
  };
  expect(compose({ type: 'track', event: 'Mail To ann@example.com Sent', properties })).toMatchObject({
    event: 'Mail To [email] Sent',
    properties: {
      token: '[redacted]',
      form: { Password: '[redacted]', iban: '[redacted]', has_password: true, note: '[email]' },
      paid_with: '[card]',
      tags: ['[card]'],
      '[email]': 1,
      error: { name: 'Error', message: 'no mail to [email]' },
      at_ms: 1732233600006,
    },
  });
  expect(compose({ type: 'page', category: undefined, name: 'ann@example.com', properties: {} })).toMatchObject({
    name: '[email]',
  });
});

test.each(['undefined', 'null', 'NaN', '[object Object]', '', '   ', 'None'])('%j stands for nobody', (id) => {
  expect(readId(id)).toBeNull();
});

test('an address that is given on purpose is kept: as a trait, and in an answer to a survey', () => {
  const traits = { email: 'ann@example.com', token: 'abc' };
  expect(compose({ type: 'identify', traits })).toMatchObject({
    traits: { email: 'ann@example.com', token: '[redacted]' },
  });
  const properties = { comment: 'Yes: ann@example.com, 4111 1111 1111 1111' };
  expect(compose({ type: 'track', event: 'Survey Submitted', properties, answer: true })).toMatchObject({
    properties: { comment: 'Yes: ann@example.com, [card]' },
  });
});

test("the product's own ids are not altered", () => {
  const known = { anonymousId: 'a1', userId: 'ann@example.com', groupId: null };
  expect(compose({ type: 'group', groupId: 'ops@example.com', traits: {} }, known as never)).toMatchObject({
    userId: 'ann@example.com',
    groupId: 'ops@example.com',
  });
});

test('a long text is redacted where it is cut, too', () => {
  const note = `${'x'.repeat(8180)} ann@example.com`;
  const event = compose({ type: 'track', event: 'A', properties: { note } }) as { properties: { note: string } };
  expect(event.properties.note).not.toContain('ann');
  expect(event.properties.note).toMatch(/x \[email\]…$/);
});
