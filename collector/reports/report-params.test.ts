import { describe, expect, test } from 'vitest';
import { RequestError } from '../http/request-error.js';
import { assertKnownParams, limitParam, projectParam, rangeParams, textParam } from './report-params.js';

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

describe('project', () => {
  test('is the only one where there is only one', () => expect(projectParam({}, ['p'])).toBe('p'));
  test('is the one named', () => expect(projectParam({ project: 'q' }, ['p', 'q'])).toBe('q'));
  test('must be named among several', () =>
    expect(codeOf(() => projectParam({}, ['p', 'q']))).toBe('400 project-missing'));
  test('must be known', () =>
    expect(codeOf(() => projectParam({ project: "x' OR 1" }, ['p']))).toBe('400 project-unknown'));
});

test('a misspelt parameter is refused, for its answer would be another figure', () => {
  expect(codeOf(() => assertKnownParams({ surveyy: 'a' }, ['survey']))).toBe('400 param-unknown');
  expect(codeOf(() => assertKnownParams({ survey: 'a' }, ['survey']))).toBe('none');
});

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

test('a parameter given twice is refused', () => {
  expect(codeOf(() => textParam({ survey: ['a', 'b'] }, 'survey'))).toBe('400 param-repeated');
});

test.each(['0', '-1', '1001', '1e2', 'ten', '99999999999'])('limit=%s is refused', (limit) => {
  expect(codeOf(() => limitParam({ limit }, 100, 1_000))).toBe('400 limit-invalid');
});

test('a limit is what it says, or the default', () => {
  expect([limitParam({}, 100, 1_000), limitParam({ limit: '1000' }, 100, 1_000)]).toEqual([100, 1_000]);
});
