import { expect, test } from 'vitest';
import { checkOptions } from './options.js';

const right = { writeKey: 'wk_1', endpoint: 'https://collect.example.com' };

test('right options have no mistake', () => {
  expect(checkOptions(right)).toEqual([]);
  expect(
    checkOptions({ ...right, endpoint: 'http://127.0.0.1:4717/aha', flushAt: 1, flushAfterMs: 0, debug: true }),
  ).toEqual([]);
  const privacy = {
    consent: 'pending',
    honourPrivacySignals: false,
    redact: ['iban'],
    cookieDomain: 'shop.example.co.uk',
  };
  expect(checkOptions({ ...right, ...privacy })).toEqual([]);
  for (const endpoint of ['https://[::1]:4717', 'https://采集.例子.cn/', 'HTTPS://x.example/a/b']) {
    expect(checkOptions({ ...right, endpoint })).toEqual([]);
  }
});

test.each<[option: string, options: unknown]>([
  ['options', undefined],
  ['options', 'wk_1'],
  ['writeKey', { endpoint: right.endpoint }],
  ['writeKey', { ...right, writeKey: '' }],
  ['writeKey', { ...right, writeKey: 'with space' }],
  ['endpoint', { writeKey: 'wk_1' }],
  ['endpoint', { ...right, endpoint: 'collect.example.com' }],
  ['endpoint', { ...right, endpoint: 'javascript:alert(1)' }],
  ['endpoint', { ...right, endpoint: 'https://x.example?y' }],
  ['endpoint', { ...right, endpoint: 'https://[::1' }],
  ['endpoint', { ...right, endpoint: 'https://x.example:99999999' }],
  ['endpoint', { ...right, endpoint: 'https://user:secret@x.example' }],
  ['flushAt', { ...right, flushAt: 0 }],
  ['flushAt', { ...right, flushAt: '30' }],
  ['flushAfterMs', { ...right, flushAfterMs: -1 }],
  ['debug', { ...right, debug: 'yes' }],
  ['consent', { ...right, consent: 'yes' }],
  ['consent', { ...right, consent: true }],
  ['honourPrivacySignals', { ...right, honourPrivacySignals: 'off' }],
  ['redact', { ...right, redact: 'iban' }],
  ['redact', { ...right, redact: [''] }],
  ['redact', { ...right, redact: [/iban/] }],
  ['cookieDomain', { ...right, cookieDomain: 'com' }],
  ['cookieDomain', { ...right, cookieDomain: '.example.com' }],
  ['cookieDomain', { ...right, cookieDomain: 'https://example.com' }],
  ['cookieDomain', { ...right, cookieDomain: 'example.com; Secure' }],
  ['cookieDomain', { ...right, cookieDomain: '127.0.0.1' }],
  ['wirteKey', { ...right, wirteKey: 'x' }],
])('%s of %j is a mistake', (option, options) => {
  const mistakes = checkOptions(options);
  expect(mistakes.map((mistake) => mistake.option)).toEqual([option]);
  expect(mistakes[0]!.remedy).not.toBe('');
});

test('all mistakes are told at once', () => {
  expect(checkOptions({ writeKey: 1, endpoint: 2, flush: 3 }).map(({ code }) => code)).toEqual([
    'option-unknown',
    'option-invalid',
    'option-invalid',
  ]);
});
