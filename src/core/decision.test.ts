import { expect, test } from 'vitest';
import { latestDecision, nextDecision } from './decision.js';

test.each([
  [[], null],
  [[null, 'granted'], 'granted'],
  [['denied', null], 'denied'],
  // Where two stores differ the refusal wins, whichever it stands in.
  [['granted', 'denied'], 'denied'],
  [['denied', 'granted'], 'denied'],
  [['granted', 'granted', 'denied', 'granted'], 'denied'],
  // Unless the person has lifted it since.
  [['denied', 'granted1'], 'granted1'],
  [['granted1', 'denied1'], 'denied1'],
  [['denied1', 'granted2', 'granted'], 'granted2'],
  [['granted9', 'denied10'], 'denied10'],
  // Whatever else stands there is no decision.
  [['', 'yes', 'grantedx', 'granted-1', 'denied1e9'], null],
  [['yes', 'granted'], 'granted'],
])('of %j the one that holds is %s', (stored, decision) => expect(latestDecision(stored)).toBe(decision));

test.each([
  [null, 'granted', 'granted'],
  [null, 'denied', 'denied'],
  ['granted', 'granted', 'granted'],
  ['granted', 'denied', 'denied'],
  ['denied', 'denied', 'denied'],
  ['denied', 'granted', 'granted1'],
  ['granted1', 'denied', 'denied1'],
  ['denied1', 'granted', 'granted2'],
] as const)('after %s, %s is written as %s, and holds against what was there', (before, state, written) => {
  expect(nextDecision(before, state)).toBe(written);
  expect(latestDecision([before, written])).toBe(written);
});
