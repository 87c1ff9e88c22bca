import { expect, test } from 'vitest';
import { DAY_MS } from './duration.js';
import type { LifecycleEvent } from './event.js';
import type { Lifecycle } from './lifecycle.js';
import { nextChangeMs } from './look-ahead.js';
import { NOBODY, stepPerson } from './person.js';
import { readDefinition } from './read-definition.js';
import { readChecklist } from './read-checklist.js';
import { askPerson } from './state.js';

const read = readDefinition(
  {
    version: 1,
    facts: {
      reports: { count: 'Report Created' },
      recent: { count: 'Seen', within: '7d' },
      plan: { trait: 'plan', type: 'string' },
    },
    milestones: { first_share: { event: 'Report Shared' } },
    segments: { teams: { plan: 'team' } },
    stages: [{ id: 'active', enter: { reports: { $gte: 2 } } }],
    widgets: {
      start: {
        kind: 'checklist',
        items: [
          { milestone: 'first_share', title: 'Share' },
          { id: 'import', event: ['File Imported', 'Sheet Imported'], where: { rows: { $gt: 10 } }, title: 'Import' },
          { id: 'two', done: { reports: { $gte: 2 } }, title: 'Create two' },
          { id: 'invite', done: { $stage: 'active' }, when: { $segment: 'teams' }, title: 'Invite' },
          { id: 'read', byHand: true, title: 'Read' },
          { id: 'told', done: false, title: 'Told' },
          { id: 'lately', done: { recent: { $gte: 1 } }, title: 'Lately' },
          { title: 'no id' },
        ],
      },
      ask: { kind: 'nps' },
    },
  },
  { readChecklist },
);
const { lifecycle } = read as { lifecycle: Lifecycle };

const START = Date.UTC(2026, 0, 1);
let ids = 0;
const event = (name: string, values = {}, type: LifecycleEvent['type'] = 'track'): LifecycleEvent => ({
  messageId: `m${ids}`,
  atMs: START + ids++,
  type,
  event: type === 'track' ? name : '',
  values,
});
const after = (...events: LifecycleEvent[]) =>
  events.reduce((person, one) => stepPerson(lifecycle, person, one), NOBODY);
const stateAt = (person: typeof NOBODY, t: number) =>
  lifecycle.checklists.start?.state(askPerson(lifecycle, person, t));
const stateAfter = (...events: LifecycleEvent[]) => stateAt(after(...events), START + 1_000);
const of = (checklist: string, item_id: string, more = {}) => ({ checklist_id: checklist, item_id, ...more });
const doneAfter = (...events: LifecycleEvent[]) =>
  Object.entries(stateAfter(...events)?.items ?? {}).flatMap(([id, { done }]) => (done ? [id] : []));

test('an item is complete by a milestone, an event, a condition on facts, a stage, a segment', () => {
  expect(doneAfter()).toEqual([]);
  expect(doneAfter(event('Report Shared'))).toEqual(['first_share']);
  expect(doneAfter(event('File Imported', { rows: 3 }))).toEqual([]);
  expect(doneAfter(event('Sheet Imported', { rows: 30 }))).toEqual(['import']);
  expect(doneAfter(event('Report Created'), event('Report Created'))).toEqual(['two', 'invite']);
});

test('it says when, where that is known', () => {
  const shared = event('Report Shared');
  const { items } = stateAfter(shared, event('Report Created'), event('Report Created'))!;
  expect([items!.first_share!.atMs, items!.two!.atMs, items!.read!.atMs]).toEqual([shared.atMs, null, null]);
});

test('an item is shown while its condition holds', () => {
  expect(stateAfter()?.items?.invite?.shown).toBe(false);
  expect(stateAfter(event('', { plan: 'team' }, 'identify'))?.items?.invite?.shown).toBe(true);
  expect(stateAfter()?.items?.read?.shown).toBe(true);
});

test('what was told of an item, from wherever, is its completion; of another list it is none', () => {
  const told = event('Checklist Item Completed', of('start', 'told'));
  expect(stateAfter(told)?.items?.told).toEqual({ done: true, told: true, atMs: told.atMs, shown: true });
  expect(doneAfter(event('Checklist Item Completed', of('other', 'told')))).toEqual([]);
  expect(stateAfter(event('Report Shared'))?.items?.first_share).toMatchObject({ done: true, told: false });
});

test('a completion by hand is taken back by hand, as often as they like', () => {
  const tick = event('Checklist Item Completed', of('start', 'read', { completed: true }));
  const untick = event('Checklist Item Reopened', of('start', 'read', { completed: false }));
  const again = event('Checklist Item Completed', of('start', 'read', { completed: true }));
  expect([doneAfter(tick), doneAfter(tick, untick), doneAfter(tick, untick, again)]).toEqual([['read'], [], ['read']]);
});

test('what was told stays done when its condition no longer holds', () => {
  const seen = event('Seen');
  const later = START + 30 * DAY_MS;
  const doneLater = (...events: LifecycleEvent[]) => stateAt(after(...events), later)?.items?.lately?.done;
  expect(doneLater(seen)).toBe(false);
  expect(doneLater(seen, event('Checklist Item Completed', of('start', 'lately')))).toBe(true);
});

test('it says in which version all of it was completed', () => {
  expect(stateAfter()?.completed).toBeNull();
  expect(stateAfter(event('Checklist Completed', { checklist_id: 'start', checklist_version: 2 }))?.completed).toBe(2);
  expect(
    stateAfter(event('Checklist Completed', { checklist_id: 'other', checklist_version: 2 }))?.completed,
  ).toBeNull();
});

test('it says until when it was put off, by the last word of whatever device', () => {
  const put = (what: string, hidden_until?: number) =>
    event(`Checklist ${what}`, { checklist_id: 'start', hidden_until });
  expect(stateAfter()?.hiddenUntil).toBeNull();
  const [snoozed, dismissed] = [put('Snoozed', START + DAY_MS), put('Dismissed', 8.64e15)];
  expect(stateAfter(snoozed)?.hiddenUntil).toBe(START + DAY_MS);
  expect(stateAfter(snoozed, dismissed)?.hiddenUntil).toBe(8.64e15);
  expect(stateAfter(snoozed, dismissed, put('Restored', 0))?.hiddenUntil).toBe(0);
  expect(stateAfter(snoozed, put('Dismissed'))?.hiddenUntil).toBe(START + DAY_MS);
});

test('only a checklist has items', () => {
  expect(Object.keys(lifecycle.checklists)).toEqual(['start']);
});

test('the time at which an item changes by itself is a time to look again', () => {
  const seen = event('Seen');
  expect(nextChangeMs(lifecycle, after(seen), START + 1_000)).toBe(seen.atMs + 7 * DAY_MS);
});

test('a fact of an item has no name that a definition could use', () => {
  const names = [...lifecycle.facts.keys()].filter((name) => name.includes('first_share'));
  expect(names).toEqual(['$milestone:first_share', '$item["start","first_share","Checklist Item Completed"]']);
});
