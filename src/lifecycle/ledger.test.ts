import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS } from './duration.js';
import {
  EMPTY_LEDGER,
  LEDGER_LENGTH,
  mergeLedgers,
  note,
  pruneLedger,
  type Ledger,
  type LedgerEntry,
} from './ledger.js';
import type { Lifecycle } from './lifecycle.js';
import { readDefinition } from './read-definition.js';
import { adaptRecord, emptyRecord } from './record.js';

const names = fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__');
/** The id says the rest: nobody gives one id to two lines. */
const entries = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 300 }), fc.constantFrom('shown' as const, 'answered' as const), names)
    .map(([atMs, what, play]): LedgerEntry => [`${atMs}${what}${play}`, atMs, what, play, 'nps', '']),
  { maxLength: 800, size: 'max' },
);
const numbers = fc.dictionary(names, fc.integer({ min: 0, max: 99 }));
/** Ledgers as they come about: whatever is in them has gone through the union. */
const ledgers = fc
  .record({
    entries,
    assigned: fc.dictionary(names, fc.tuple(fc.constantFrom('x', 'y'), fc.integer({ min: 0, max: 3 }))),
    since: numbers,
    happened: numbers,
  })
  .map((made) => mergeLedgers(EMPTY_LEDGER, made));

test('the union of ledgers is the same in whatever order and however often they meet, and survives JSON', () => {
  fc.assert(
    fc.property(ledgers, ledgers, ledgers, (a, b, c) => {
      const both = mergeLedgers(a, b);
      expect(mergeLedgers(b, a)).toEqual(both);
      expect(mergeLedgers(a, a)).toEqual(a);
      expect(mergeLedgers(both, a)).toEqual(both);
      expect(mergeLedgers(both, c)).toEqual(mergeLedgers(a, mergeLedgers(b, c)));
      expect(mergeLedgers(JSON.parse(JSON.stringify(a)) as Ledger, b)).toEqual(both);
    }),
    { numRuns: 40, seed: 1, endOnFailure: true },
  );
});

test('of two lines of one id one stays, whichever came first', () => {
  const line = (what: 'shown' | 'called'): Ledger => note(EMPTY_LEDGER, ['1', 5, what, 'a', '', '']);
  expect(mergeLedgers(line('shown'), line('called'))).toEqual(mergeLedgers(line('called'), line('shown')));
});

test('a ledger is bounded, and keeps the newest of each play', () => {
  const shown = (at: number, play: string): LedgerEntry => [`${play}${at}`, at, 'shown', play, 'prompt', 'corner'];
  let ledger = note(note(EMPTY_LEDGER, shown(1, 'rare')), shown(2, 'rare'));
  for (let at = 3; at < 2_000; at++) ledger = note(ledger, shown(at, 'busy'));
  expect(ledger.entries.length).toBe(LEDGER_LENGTH);
  expect(ledger.entries.slice(0, 2)).toEqual([shown(1, 'rare'), shown(2, 'rare')]);
  expect(ledger.entries.at(-1)).toEqual(shown(1_999, 'busy'));
});

test('a line is noted once', () => {
  const once = note(EMPTY_LEDGER, ['1', 5, 'shown', 'a', 'nps', 'corner']);
  expect(note(once, ['1', 6, 'shown', 'a', 'nps', 'corner'])).toBe(once);
});

test('of two variants of one person, the one seen first stays', () => {
  const seen = (variant: string, atMs: number): Ledger => ({ ...EMPTY_LEDGER, assigned: { order: [variant, atMs] } });
  expect(mergeLedgers(seen('new', 7), seen('control', 5)).assigned).toEqual({ order: ['control', 5] });
});

const lifecycleOf = (version: number, experiments: object = {}): Lifecycle => {
  const plays = [{ id: 'ask', when: {}, call: 'told' }];
  const read = readDefinition({ version, experiments, plays });
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes));
  return read.lifecycle;
};
const LONG_AGO = 0;
const NOW = 31 * DAY_MS;
const crowded: Ledger = {
  entries: [['1', LONG_AGO, 'shown', 'gone', 'nps', 'corner']],
  assigned: { offer: ['new', LONG_AGO], 'offer\nacme': ['new', LONG_AGO], offers: ['new', LONG_AGO] },
  since: { ask: LONG_AGO, gone: LONG_AGO },
  happened: { ask: LONG_AGO, gone: LONG_AGO },
};

test('another definition keeps what it names: a variant stays while its experiment does, weights and all changed', () => {
  const after = lifecycleOf(2, { offer: { variants: ['control', 'new'], weights: [1, 0] } });
  expect(pruneLedger(after, crowded, NOW)).toEqual({
    entries: crowded.entries,
    assigned: { offer: ['new', LONG_AGO], 'offer\nacme': ['new', LONG_AGO] },
    since: { ask: LONG_AGO },
    happened: { ask: LONG_AGO },
  });
});

test('what a definition does not name stays for 30 days: a tab with the last one may be open', () => {
  expect(pruneLedger(lifecycleOf(2), crowded, LONG_AGO + 30 * DAY_MS - 1)).toEqual(crowded);
  expect(pruneLedger(lifecycleOf(2), crowded, LONG_AGO + 30 * DAY_MS).assigned).toEqual({});
});

test('a record is pruned when its definition changes, and at no other time', () => {
  const [before, after] = [lifecycleOf(1), lifecycleOf(2)];
  const record = { ...emptyRecord(before), ledger: crowded };
  expect(adaptRecord(before, record, NOW)).toBe(record);
  expect(adaptRecord(after, record, NOW).ledger.since).toEqual({ ask: LONG_AGO });
});
