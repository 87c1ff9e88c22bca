import { expect, test } from 'vitest';
import { countValues } from './count-values.js';

test.each([
  ['', 0],
  ['5', 0],
  ['[]', 1],
  ['[{},{},{}]', 6],
  ['{"a":1,"b":[2,3]}', 6],
  ['{"text":"[[[,,,{{{:::"}', 2],
  [String.raw`{"text":"\",[","more":"\\","last":"\\\",{"}`, 6],
  ['"not closed,,,,', 0],
  [String.raw`"ends in a backslash,,\ `.trim(), 0],
])('of %j it counts %i', (text, count) => {
  expect(countValues(text, 100)).toBe(count);
});

test('counts no further than it must', () => {
  expect(countValues(','.repeat(1000), 10)).toBe(11);
});
