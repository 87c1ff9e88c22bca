import { describe, expect, test } from 'vitest';
import type { WidgetState } from '../shared/port.js';
import { readItems } from './checklist.items.js';
import { readKept, type KeptChecklist } from './checklist.kept.js';
import { progressOf as lookAt } from './checklist.progress.js';

const refused: string[] = [];
const refuse = (code: string) => void refused.push(code);
const itemsOf = (...items: unknown[]) => {
  refused.length = 0;
  return readItems(items, refuse);
};
const progressOf = (
  items: ReturnType<typeof itemsOf>,
  of: WidgetState | null,
  before: KeptChecklist | null,
  version: number,
) => lookAt(items, of, before, version, refuse);
const kept = (more: Partial<KeptChecklist> = {}): KeptChecklist => ({ since: 1, done: [], hand: {}, ...more });
const state = (items: Record<string, object>, completed: number | null = null): WidgetState => ({
  settings: {},
  items: Object.fromEntries(
    Object.entries(items).map(([id, of]) => [id, { done: false, atMs: null, told: false, shown: true, ...of }]),
  ),
  completed,
});
const DONE = { done: true };
const step = (id: string, more = {}) => ({ id, title: id, milestone: id, ...more });

describe('progress', () => {
  const items = itemsOf(step('a'), step('b'), step('c', { optional: true }));

  test('counts what the list is complete with', () => {
    expect(progressOf(items, state({ a: DONE, b: {}, c: DONE }), kept(), 1)).toMatchObject({
      done: 1,
      total: 2,
      finished: false,
    });
    expect(progressOf(items, state({ a: DONE, b: DONE, c: {} }), kept(), 1)).toMatchObject({
      done: 2,
      total: 2,
      finished: true,
    });
  });

  test('leaves out what is not shown to this person', () => {
    const { items: shown, total } = progressOf(items, state({ a: DONE, b: { shown: false }, c: {} }), kept(), 1);
    expect([shown.map(({ id }) => id), total]).toEqual([['a', 'c'], 1]);
  });

  test('an item that was done stays done when its condition lapses', () => {
    expect(progressOf(items, state({ a: {}, b: {} }), kept({ done: ['a'] }), 1).done).toBe(1);
  });

  test('a list of nothing that counts is never finished', () => {
    expect(progressOf(itemsOf(step('c', { optional: true })), state({ c: {} }), kept(), 1).finished).toBe(false);
    expect(progressOf([], null, null, 1).finished).toBe(false);
  });

  test.each<[string, KeptChecklist, number | null]>([
    ['here', kept({ version: 1 }), null],
    ['on another device', kept(), 1],
  ])('an item that is new in a list that was completed %s takes nothing away', (_, keptHere, completed) => {
    const more = itemsOf(step('a'), step('b'), step('new'));
    const progress = progressOf(more, state({ a: DONE, b: DONE, new: {} }, completed), keptHere, 1);
    expect(progress).toMatchObject({ done: 2, total: 2, finished: true, wasFinished: true });
    expect(progress.items.map(({ done }) => done)).toEqual([true, true, false]);
    expect(progressOf(more, state({ a: DONE, b: DONE, new: {} }, completed), keptHere, 2)).toMatchObject({
      done: 2,
      total: 3,
      finished: false,
    });
  });

  test('an item waits for those that it needs, and no longer once it is done itself or they are not shown', () => {
    const waiting = itemsOf(step('a'), step('b', { needs: ['a'] }));
    const waits = (of: Record<string, object>) =>
      progressOf(waiting, state(of), kept(), 1).items.map((item) => item.waits.map(({ id }) => id));
    expect(waits({ a: {}, b: {} })).toEqual([[], ['a']]);
    expect(waits({ a: DONE, b: {} })).toEqual([[], []]);
    expect(waits({ a: {}, b: DONE })).toEqual([[], []]);
    expect(waits({ a: { shown: false }, b: {} })).toEqual([[]]);
  });

  test('the hand goes before what the client knows of it, until it knows', () => {
    const hand = itemsOf({ id: 'a', title: 'A', byHand: true });
    const done = (of: object, marks: Record<string, boolean>) =>
      progressOf(hand, state({ a: of }), kept({ hand: marks, done: ['a'] }), 1).done;
    expect([done({}, { a: true }), done(DONE, { a: false }), done(DONE, {}), done({}, {})]).toEqual([1, 0, 1, 0]);
  });

  test('what something else completes can be ticked, and not be taken back', () => {
    const both = itemsOf(step('a', { byHand: true }));
    const ticks = (of: object) => progressOf(both, state({ a: of }), kept(), 1).items[0]!.ticks;
    expect([ticks({}), ticks(DONE)]).toEqual([true, false]);
  });
});

describe('items', () => {
  test('have the id of what completes them where they have none of their own', () => {
    expect(itemsOf({ milestone: 'm', title: 'M' }, { event: 'E', title: 'E' }).map(({ id }) => id)).toEqual(['m', 'E']);
    expect(refused).toEqual([]);
  });

  test.each<[string, unknown[], string[], string[]]>([
    ['no object', ['x', null, step('a')], ['a'], ['item-invalid', 'item-invalid']],
    ['the same id', [step('a'), step('a')], ['a'], ['item-invalid']],
    ['a script for a link', [step('a', { href: 'javascript:alert(1)' })], ['a'], ['item-action-refused']],
    ['data for a link', [step('a', { href: 'data:text/html,x' })], ['a'], ['item-action-refused']],
    ['a callback that is no name', [step('a', { call: {} })], ['a'], ['item-action-refused']],
  ])('%s: the rest is shown, and the developer told', (_, given, ids, codes) => {
    expect(itemsOf(...given).map(({ id }) => id)).toEqual(ids);
    expect(refused).toEqual(codes);
  });

  test('that wait for themselves, or for what there is not, wait for nothing', () => {
    const items = itemsOf(step('a', { needs: ['b'] }), step('b', { needs: ['a', 'z', 7] }));
    const progress = progressOf(items, state({ a: {}, b: {} }), kept(), 1);
    expect(progress.items.map(({ waits }) => waits)).toEqual([[], []]);
    expect(refused).toEqual(['item-needs', 'item-needs']);
  });

  test('that are no list are none', () => {
    const codes: string[] = [];
    expect(readItems({ a: 1 }, (code) => void codes.push(code))).toEqual([]);
    expect(codes).toEqual(['items-invalid']);
  });
});

test.each([null, '', '7', 'null', '[]', '{"since":"x"}', '{nonsense'])('what was kept as %j is nothing', (text) => {
  expect(readKept(text)).toBeNull();
});
