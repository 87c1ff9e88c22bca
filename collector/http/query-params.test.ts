import { describe, expect, test } from 'vitest';
import { RequestError } from './request-error.js';
import { assertKnownParams, nameParam, personIdOf, projectParam, textParam } from './query-params.js';

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

test('a parameter given twice is refused', () => {
  expect(codeOf(() => textParam({ survey: ['a', 'b'] }, 'survey'))).toBe('400 param-repeated');
});

const BLANKS = ['', ' ', '\t\n', '\0', '\u00a0\u2003', '\u200b\ufeff', '\u2060\u00ad\u3164'];

test.each(BLANKS)('a blank name (%j) is refused, and not taken for one that is left out', (blank) => {
  expect(codeOf(() => nameParam({ survey: blank }, 'survey'))).toBe('400 param-blank');
  expect(codeOf(() => projectParam({ project: blank }, ['p']))).toBe('400 param-blank');
  expect(nameParam({}, 'survey')).toBeNull();
});

test.each(BLANKS)('a blank id (%j) names no person', (id) => {
  expect(codeOf(() => personIdOf({ params: { id } }))).toBe('400 person-id-blank');
});

test.each(['0', ' u ', '%', '\u{1f600}', '\u200bu'])('%j is an id', (id) => {
  expect(personIdOf({ params: { id } })).toBe(id);
});
