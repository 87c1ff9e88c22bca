import { expect, test } from 'vitest';
import { dropIp } from './drop-ip.js';

test("the ip of the batch's context and of each event's goes; of properties and traits it stays", () => {
  const request = {
    context: { ip: '203.0.113.9', locale: 'de' },
    batch: [
      { ip: '203.0.113.9', context: { ip: '203.0.113.9', page: { path: '/' } }, properties: { ip: 'kept' } },
      { traits: { ip: 'kept' } },
      null,
      'text',
      { context: 'text' },
    ],
  };
  dropIp(request);
  expect(request).toEqual({
    context: { locale: 'de' },
    batch: [
      { context: { page: { path: '/' } }, properties: { ip: 'kept' } },
      { traits: { ip: 'kept' } },
      null,
      'text',
      { context: 'text' },
    ],
  });
});
