import { expect, test } from 'vitest';
import { settle, type Reply } from './settle.js';

const reply = (status: number, text = '', retryAfter: string | null = null): Reply => ({ status, text, retryAfter });
const ack = '{"success":true,"accepted":2,"duplicates":0,"rejected":[]}';

test.each<[name: string, reply: Reply, verdict: object]>([
  ['an acknowledgement lets go', reply(200, ack), { type: 'acknowledged', rejected: [], takes: null }],
  [
    "Segment's own acknowledgement lets go",
    reply(200, '{"success": true}'),
    { type: 'acknowledged', rejected: [], takes: null },
  ],
  [
    'rejected events are named by their place',
    reply(200, '{"success":true,"rejected":[{"index":1,"code":"x"},null,{"index":"2"}]}'),
    { type: 'acknowledged', rejected: [1], takes: null },
  ],
  [
    "a captive portal's page is not one",
    reply(200, '<html>Welcome</html>'),
    { type: 'retry', reason: 'not-an-acknowledgement', _waitMs: null },
  ],
  ['an empty 200 is not one', reply(200), { type: 'retry', reason: 'not-an-acknowledgement', _waitMs: null }],
  ['null is not one', reply(200, 'null'), { type: 'retry', reason: 'not-an-acknowledgement', _waitMs: null }],
  [
    'a failure with status 200 is not one',
    reply(200, '{"success":false}'),
    { type: 'retry', reason: 'not-an-acknowledgement', _waitMs: null },
  ],
  [
    '400 looks for the poison event',
    reply(400, '{"success":false}'),
    { type: 'halve', reason: 'http-400', _own: true },
  ],
  ["somebody else's 400 is doubted", reply(400, '<html>'), { type: 'halve', reason: 'http-400', _own: false }],
  ['413 sends less, whoever asks for it', reply(413, '<html>'), { type: 'halve', reason: 'http-413', _own: true }],
  ['422 looks for the poison event', reply(422), { type: 'halve', reason: 'http-422', _own: false }],
  ['401 pauses', reply(401), { type: 'pause', reason: 'http-401' }],
  ['403 pauses', reply(403), { type: 'pause', reason: 'http-403' }],
  ['404 tries again: the address may be mended', reply(404), { type: 'retry', reason: 'http-404', _waitMs: null }],
  ['408 tries again', reply(408), { type: 'retry', reason: 'http-408', _waitMs: null }],
  ['429 waits as asked', reply(429, '', '3'), { type: 'retry', reason: 'http-429', _waitMs: 3000 }],
  ['500 tries again', reply(500), { type: 'retry', reason: 'http-500', _waitMs: null }],
  ['503 waits as asked', reply(503, '', '120'), { type: 'retry', reason: 'http-503', _waitMs: 120_000 }],
  [
    'a broken network tries again',
    { status: 0, retryAfter: null, text: '', reason: 'network' },
    { type: 'retry', reason: 'network', _waitMs: null },
  ],
])('%s', (_, given, verdict) =>
  expect(settle(given, 0, { _firstId: 'first', events: 2, _isNamed: false })).toEqual(verdict),
);

const named = { success: true, accepted: 1, duplicates: 1, rejected: [], firstMessageId: 'first', takes: ['gzip'] };

test.each<[name: string, body: object, isNamed: boolean, isOne: boolean]>([
  ['our collector names the batch', named, true, true],
  ['an answer to another batch is not one', { ...named, firstMessageId: 'other' }, false, false],
  ['nor is one that names none, from a collector that does', { success: true }, true, false],
  ['nor is one for another number of events', { ...named, duplicates: 2 }, false, false],
  ['rejected and forgotten events count', { ...named, duplicates: 0, rejected: [null] }, true, true],
  ['what was forgotten counts', { ...named, duplicates: 0, forgotten: 1 }, true, true],
  ['a count that cannot be read is another number', { ...named, duplicates: 'x' }, true, false],
  ['who has never named a batch need not', { success: true }, false, true],
])('%s', (_, body, isNamed, isOne) => {
  const verdict = settle(reply(200, JSON.stringify(body)), 0, { _firstId: 'first', events: 2, _isNamed: isNamed });
  expect(verdict.type).toBe(isOne ? 'acknowledged' : 'retry');
});

test('what the collector takes is read from its acknowledgement', () => {
  const verdict = settle(reply(200, JSON.stringify(named)), 0, { _firstId: 'first', events: 2, _isNamed: false });
  expect(verdict).toMatchObject({ takes: ['gzip'] });
});
