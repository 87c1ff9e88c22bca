import { expect, test } from 'vitest';
import { EMPTY_LEDGER } from './ledger.js';
import type { Lifecycle } from './lifecycle.js';
import { noteClaim, noteDone, noteOutcome, noteSuppressed } from './note.js';
import { readDefinition } from './read-definition.js';

const read = readDefinition({
  version: 1,
  widgets: { survey: { kind: 'nps', surface: 'banner' } },
  plays: [
    { id: 'ask', when: {}, show: 'survey' },
    { id: 'tell', when: {}, call: 'told' },
  ],
});
const { lifecycle } = read as { lifecycle: Lifecycle };
const [ask, tell] = lifecycle.plays as [Lifecycle['plays'][number], Lifecycle['plays'][number]];
const shown = noteDone(lifecycle, EMPTY_LEDGER, ask, '1', 5);

test('what is shown is noted with its kind and surface, what is called with neither', () => {
  expect(shown.entries).toEqual([['1', 5, 'shown', 'ask', 'nps', 'banner']]);
  expect(noteDone(lifecycle, EMPTY_LEDGER, tell, '1', 5).entries).toEqual([['1', 5, 'called', 'tell', '', '']]);
});

test('of one showing the first outcome counts', () => {
  const dismissed = noteOutcome(lifecycle, shown, ask, 'dismissed', '2', 6);
  expect(dismissed.entries.at(-1)).toEqual(['2', 6, 'dismissed', 'ask', 'nps', 'banner']);
  expect(noteOutcome(lifecycle, dismissed, ask, 'snoozed', '3', 7)).toBe(dismissed);
});

test('an answer counts always, shown here or not', () => {
  const snoozed = noteOutcome(lifecycle, shown, ask, 'snoozed', '2', 6);
  expect(noteOutcome(lifecycle, snoozed, ask, 'answered', '3', 7).entries).toHaveLength(3);
  expect(noteOutcome(lifecycle, EMPTY_LEDGER, ask, 'answered', '3', 7).entries).toHaveLength(1);
});

test('without a showing there is no outcome but an answer; that it was suppressed is no showing', () => {
  expect(noteOutcome(lifecycle, EMPTY_LEDGER, ask, 'dismissed', '2', 6)).toBe(EMPTY_LEDGER);
  const suppressed = noteSuppressed(EMPTY_LEDGER, ask, '1', 5);
  expect(noteOutcome(lifecycle, suppressed, ask, 'ignored', '2', 6)).toBe(suppressed);
  expect(noteOutcome(lifecycle, noteSuppressed(shown, ask, '2', 6), ask, 'ignored', '3', 7).entries).toHaveLength(3);
});

test('what is noted twice under one id is one line', () => {
  expect(noteDone(lifecycle, shown, ask, '1', 9)).toBe(shown);
  const claimed = noteClaim(EMPTY_LEDGER, '1', 5);
  expect(claimed.entries).toEqual([['1', 5, 'claimed', '', '', '']]);
  expect(noteClaim(claimed, '1', 6)).toBe(claimed);
});
