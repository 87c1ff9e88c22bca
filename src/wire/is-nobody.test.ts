import { expect, test } from 'vitest';
import { isNobody } from './is-nobody.js';

test.each([
  '',
  ' ',
  '\t\n\u00a0',
  '\u200b',
  '\ufeff',
  'undefined',
  ' Undefined ',
  '"undefined"',
  'undefined undefined',
  'null',
  'NULL',
  '(null)',
  '<null>',
  'nil',
  '<nil>',
  'None',
  'NaN',
  'N/A',
  'true',
  'False',
  'anonymous',
  'Guest',
  'unknown',
  '[object Object]',
  '[object object]',
  '[object Promise]',
  '[object HTMLInputElement]',
  '{}',
  '[]',
  '""',
  '-',
  '0',
  '00000000-0000-0000-0000-000000000000',
  'null,null',
])('%j is nobody', (text) => {
  expect(isNobody(text)).toBe(true);
});

test.each([
  '1',
  '-1',
  '10',
  '42',
  'u0',
  'u_42',
  'nobody',
  'Null Island',
  'nullable',
  'anna',
  'Nana',
  'Nan Goldin',
  'nil@example.com',
  'null@example.com',
  'guest-17',
  'guest17',
  'truebody',
  'object Object',
  '王',
  '陳小姐',
  'Ольга',
  'ضيف',
  '😀',
  '00000000-0000-0000-0000-000000000001',
  '019a0000-0000-7000-8000-0000000000aa',
])('%j is somebody', (text) => {
  expect(isNobody(text)).toBe(false);
});

test('a text made to be slow is answered at once', () => {
  const startedMs = performance.now();
  for (const part of ['[object a', 'null', '[object nil] ', '0', '[object '])
    expect(isNobody(`${part.repeat(100_000 / part.length)}!`)).toBe(false);
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});
