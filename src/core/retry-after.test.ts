import { expect, test } from 'vitest';
import cases from '../../test/cases/retry-after.json' with { type: 'json' };
import { retryAfterMs } from './retry-after.js';

test.each(cases)('$name', ({ header, waitMs }) => {
  expect(retryAfterMs(header, Date.parse('1994-11-06T08:49:30Z'))).toBe(waitMs);
});
