import { describe, expect, test } from 'vitest';
import { RequestError } from '../http/request-error.js';
import { limitParam, rangeParams } from './report-params.js';

/** The code of the error that a function throws. */
function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof RequestError) return `${error.details.statusCode} ${error.details.code}`;
    throw error;
  }
  return 'none';
}

describe('from and to', () => {
  test.each([
    [{}, null, null],
    [{ from: '', to: '' }, null, null],
    [{ from: '2026-01-31' }, '2026-01-31T00:00:00.000Z', null],
    [{ to: '2026-01-31T12:30' }, null, '2026-01-31T12:30:00.000Z'],
    [{ from: '2026-01-31T12:30:15.5Z' }, '2026-01-31T12:30:15.500Z', null],
    [{ from: '2026-01-31T01:00:00+02:00' }, '2026-01-30T23:00:00.000Z', null],
  ])('%j', (query, from, to) => {
    const range = rangeParams(query);
    expect([range.from?.toISOString() ?? null, range.to?.toISOString() ?? null]).toEqual([from, to]);
  });

  test.each([
    'x',
    '2026',
    '2026-13-01',
    '2026-02-30',
    '31.01.2026',
    '2026-01-31T25:00',
    '1969-12-31',
    '2101-01-01',
    '2026-01-31Z',
    '1738281600',
  ])('from=%s is refused', (from) => expect(codeOf(() => rangeParams({ from }))).toBe('400 date-invalid'));

  test('an empty or turned range is refused', () => {
    expect(codeOf(() => rangeParams({ from: '2026-01-02', to: '2026-01-02' }))).toBe('400 range-empty');
    expect(codeOf(() => rangeParams({ from: '2026-01-02', to: '2026-01-01' }))).toBe('400 range-empty');
  });
});

test.each(['0', '-1', '1001', '1e2', 'ten', '99999999999'])('limit=%s is refused', (limit) => {
  expect(codeOf(() => limitParam({ limit }, 100, 1_000))).toBe('400 limit-invalid');
});

test('a limit is what it says, or the default', () => {
  expect([limitParam({}, 100, 1_000), limitParam({ limit: '1000' }, 100, 1_000)]).toEqual([100, 1_000]);
});
