import { expect, test } from 'vitest';
import { DAY_MS } from './duration.js';
import type { LifecycleEvent } from './event.js';
import { EMPTY_LEDGER, type Ledger } from './ledger.js';
import type { Lifecycle } from './lifecycle.js';
import { noteDone } from './note.js';
import { NOBODY } from './person.js';
import { readDefinition } from './read-definition.js';
import { askPerson } from './state.js';
import { noteEvent, noteWaiting } from './waiting.js';

const read = readDefinition({
  version: 1,
  widgets: { survey: { kind: 'nps' }, invite: { kind: 'referral' } },
  experiments: { offer: { variants: ['control', 'new'] } },
  plays: [
    { id: 'ask', when: {}, show: 'survey' },
    { id: 'refer', on: { event: 'Shared' }, after: '2d', show: 'invite' },
    { id: 'offer', on: { event: 'Shared' }, when: { $experiment: { offer: 'new' } }, show: 'invite' },
  ],
});
const { lifecycle } = read as { lifecycle: Lifecycle };
const refer = lifecycle.plays[1]!;

const shared = (atMs: number): LifecycleEvent => ({
  messageId: `${atMs}`,
  atMs,
  type: 'track',
  event: 'Shared',
  values: {},
});
const { check } = askPerson(lifecycle, NOBODY, 0, { assigned: () => 'control', path: '/' });
const noted = (ledger: Ledger, atMs: number) => noteEvent(lifecycle, ledger, shared(atMs), check).ledger;

test('a condition is noted when it begins to hold, stays noted while it does, and is gone when it ends', () => {
  const began = noteWaiting(lifecycle, EMPTY_LEDGER, () => true, 5);
  expect(began.since).toEqual({ ask: 5 });
  expect(noteWaiting(lifecycle, began, () => true, 9)).toBe(began);
  const ended = noteWaiting(lifecycle, began, () => false, 9);
  expect(ended.since).toEqual({});
  expect(noteWaiting(lifecycle, ended, () => false, 9)).toBe(ended);
});

test('what has happened and waits is not put off by happening again', () => {
  const once = noted(EMPTY_LEDGER, 5);
  expect(once.happened).toEqual({ refer: 5 });
  expect(noted(once, 7)).toBe(once);
});

test('what has been done is begun again by the next event, and not by one from before it', () => {
  const done = noteDone(lifecycle, noted(EMPTY_LEDGER, 5), refer, '1', 10);
  expect(noted(done, 12).happened).toEqual({ refer: 12 });
  expect(noted(done, 4)).toBe(done);
});

test('what has waited for a week beyond its after has lapsed: the next event begins it again', () => {
  const once = noted(EMPTY_LEDGER, 5);
  const lapseMs = 5 + 9 * DAY_MS;
  expect(noted(once, lapseMs - 1)).toBe(once);
  expect(noted(once, lapseMs).happened).toEqual({ refer: lapseMs });
});

test('whose variant keeps a play from beginning is exposed to the experiment as it happens', () => {
  const { ledger, exposures } = noteEvent(lifecycle, EMPTY_LEDGER, shared(5), check);
  expect(exposures).toEqual(['offer']);
  expect(ledger.happened).not.toHaveProperty('offer');
});
