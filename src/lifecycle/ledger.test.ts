import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EMPTY_LEDGER, LEDGER_LENGTH, mergeLedgers, note, type Ledger, type LedgerEntry } from './ledger.js';

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
