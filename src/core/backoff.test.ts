import { expect, test } from 'vitest';
import cases from '../../test/cases/backoff.json' with { type: 'json' };
import { backoffMs } from './backoff.js';

test.each(cases)('$name', ({ failures, random, waitMs }) => {
  expect(backoffMs(failures, () => random)).toBe(waitMs);
});
