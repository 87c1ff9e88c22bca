import { expect, test } from 'vitest';
import { createEndpoint } from './endpoint.js';

function setUp(said: string | null) {
  const kept = { text: said };
  const endpoint = createEndpoint({ read: () => kept.text, write: (text) => (kept.text = text) });
  return { kept, endpoint };
}

test('an endpoint that has said nothing takes nothing', () => {
  const { endpoint } = setUp(null);
  expect([endpoint._isKnown(), endpoint.takes('gzip'), endpoint.takes('context')]).toEqual([false, false, false]);
});

test('what it says is remembered', () => {
  const { endpoint, kept } = setUp(null);
  endpoint._learn(['context', 'gzip']);
  const later = setUp(kept.text).endpoint;
  expect([later._isKnown(), later.takes('gzip'), later.takes('context')]).toEqual([true, true, true]);
});

test('what it no longer says it no longer takes', () => {
  const { endpoint } = setUp('context gzip');
  endpoint._learn(['context']);
  expect([endpoint.takes('context'), endpoint.takes('gzip')]).toEqual([true, false]);
});

test('one that refuses what it said gets plain events until it says so again', () => {
  const { endpoint } = setUp('context gzip');
  endpoint._doubt();
  expect([endpoint._isKnown(), endpoint.takes('gzip')]).toEqual([true, false]);
  endpoint._learn(['context', 'gzip']);
  expect(endpoint.takes('gzip')).toBe(true);
});
