import { expect, test, vi } from 'vitest';
import { connect, type WidgetClient } from './connect.js';
import type { WidgetPort } from './shared/port.js';

type Receipt = Awaited<ReturnType<WidgetClient['respond']>>;

function setUp(receipt: Receipt, flushed = true, page = new EventTarget(), personId = () => 'u_42') {
  const calls: unknown[][] = [];
  const client: WidgetClient = {
    track: (...args) => (calls.push(['track', ...args]), Promise.resolve(receipt)),
    respond: (...args) => (calls.push(['respond', ...args]), Promise.resolve(receipt)),
    flush: () => (calls.push(['flush']), Promise.resolve({ ok: flushed })),
    widget: (name) => (name === 'tour' ? { settings: { kind: 'checklist' } } : null),
    state: () => ({ facts: { reports: 3 } }),
    on: () => () => {},
    identity: () => ({ anonymousId: 'a', userId: null }),
    referral: () => null,
    explain: () => ({ closed: null }),
    kept: () => null,
    keep: () => {},
    personId,
  };
  const waits: PromiseLike<unknown>[] = [];
  const say = (type: string, detail: object = {}) =>
    page.dispatchEvent(
      new CustomEvent(type, {
        detail: {
          survey: 's',
          kind: 'nps',
          responseId: 'r',
          ...detail,
          waitUntil: (wait: Promise<void>) => waits.push(wait),
        },
      }),
    );
  const join = (join: (port: WidgetPort) => void) =>
    page.dispatchEvent(new CustomEvent('aha-join', { detail: { join } }));
  return { client, calls, waits, say, join, disconnect: connect(client, page) };
}

const durable: Receipt = { messageId: 'm', durable: true };
const answer = { score: 9, group: 'promoter', partial: true };

test('tracks what was seen and what was dismissed', () => {
  const { calls, say } = setUp(durable);
  say('aha-view');
  say('aha-dismiss');
  const properties = { survey_id: 's', survey_kind: 'nps', response_id: 'r' };
  expect(calls).toEqual([
    ['track', 'Survey Viewed', properties],
    ['track', 'Survey Dismissed', properties],
  ]);
});

test('an answer on disk is safe', async () => {
  const { calls, waits, say } = setUp(durable);
  say('aha-answer', { ...answer, comment: 'Good' });
  await expect(Promise.all(waits)).resolves.toHaveLength(1);
  expect(calls).toEqual([
    [
      'respond',
      { survey: 's', kind: 'nps', group: 'promoter', score: 9, comment: 'Good', responseId: 'r', partial: true },
    ],
  ]);
});

test('without a disk an answer is safe once the collector has it', async () => {
  const { calls, waits, say } = setUp({ messageId: 'm', durable: false });
  say('aha-answer', answer);
  await expect(Promise.all(waits)).resolves.toHaveLength(1);
  expect(calls.at(-1)).toEqual(['flush']);
});

test.each([
  ['neither the disk nor the collector has', { messageId: 'm', durable: false }, false],
  ['the client did not take', { messageId: null, durable: false, reason: 'event-too-large' }, true],
])('an answer that %s is not safe', async (_case, receipt, flushed) => {
  const { waits, say } = setUp(receipt, flushed);
  say('aha-answer', answer);
  await expect(Promise.all(waits)).rejects.toThrow('answer not saved');
});

test.each(['consent-pending', 'consent-denied'])('an answer is thanked for under %s', async (reason) => {
  const { waits, say } = setUp({ messageId: null, durable: false, reason }, false);
  say('aha-answer', answer);
  await expect(Promise.all(waits)).resolves.toHaveLength(1);
});

test('its undo undoes it', () => {
  const { calls, say, disconnect } = setUp(durable);
  disconnect();
  say('aha-view');
  say('aha-answer', answer);
  expect(calls).toEqual([]);
});

test('what a person does with any widget is tracked under its own name', () => {
  const { calls, say } = setUp(durable);
  const checklist = { kind: 'checklist', checklist: 'start', responseId: undefined, survey: undefined };
  say('aha-item', { ...checklist, properties: { item: 'first' } });
  say('aha-click', { kind: 'prompt', promotion: 'more', survey: undefined });
  say('aha-snooze', { kind: 'referral', referral: 'invite', survey: undefined });
  expect(calls.map(([, event]) => event)).toEqual([
    'Checklist Item Completed',
    'Promotion Clicked',
    'Referral Prompt Snoozed',
  ]);
  expect(calls[0]![2]).toMatchObject({ checklist_id: 'start', checklist_kind: 'checklist', item: 'first' });
});

test('a widget that asks is joined to the client; one that was there before is told to ask', () => {
  let told = 0;
  const page = new EventTarget();
  page.addEventListener('aha-ready', () => told++);
  const { join } = setUp(durable, true, page);
  expect(told).toBe(1);
  const joins: WidgetPort[] = [];
  join((port) => joins.push(port));
  expect(joins.map((port) => port.widget('tour'))).toEqual([{ settings: { kind: 'checklist' } }]);
  expect(joins[0]!.facts()).toEqual({ reports: 3 });
});

test('a share of people is the same people each time, by their id, and another one for another seed', () => {
  const joins: WidgetPort[] = [];
  const page = new EventTarget();
  const ids = Array.from({ length: 2_000 }, (_, at) => `person-${at}`);
  let at = 0;
  const { join } = setUp(durable, true, page, () => ids[at]!);
  join((port) => joins.push(port));
  const sampled = (seed: string, share: number) =>
    ids.filter((_, index) => ((at = index), joins[0]!.inSample(seed, share)));
  expect(sampled('s', 0.2)).toEqual(sampled('s', 0.2));
  expect(sampled('s', 0.2)).not.toEqual(sampled('t', 0.2));
  expect(sampled('s', 0.2).length).toBeGreaterThan(320);
  expect(sampled('s', 0.2).length).toBeLessThan(480);
  expect([sampled('s', 0), sampled('s', 1)]).toEqual([[], ids]);
});

const view = { detail: { survey: 's', kind: 'nps', responseId: 'r' } };
const names = (calls: readonly unknown[][]) => calls.map(([, name]) => name);

test('a second connection takes the place of the first, of the same client or of another', () => {
  const page = new EventTarget();
  const [first, second] = [setUp(durable, true, page), setUp(durable, true, page)];
  second.say('aha-dismiss');
  expect([first.calls, names(second.calls)]).toEqual([[], ['Survey Dismissed']]);
});

test('the undo of a connection that was replaced leaves the later one alone', () => {
  const page = new EventTarget();
  const [first, second] = [setUp(durable, true, page), setUp(durable, true, page)];
  first.disconnect();
  second.say('aha-dismiss');
  second.disconnect();
  second.disconnect();
  second.say('aha-dismiss');
  expect(names(second.calls)).toEqual(['Survey Dismissed']);
});

test('a copy of this module finds the connection of another', async () => {
  const page = new EventTarget();
  const first = setUp(durable, true, page);
  vi.resetModules();
  const copy = await import('./connect.js');
  expect(copy.connect).not.toBe(connect);
  copy.connect({ ...first.client, track: () => Promise.resolve(durable) }, page);
  first.say('aha-dismiss');
  expect(first.calls).toEqual([]);
});

test('two targets have a connection each', () => {
  const [one, other] = [setUp(durable), setUp(durable)];
  one.say('aha-dismiss');
  other.say('aha-dismiss');
  expect([names(one.calls), names(other.calls)]).toEqual([['Survey Dismissed'], ['Survey Dismissed']]);
});

test.each([
  ['nps', { survey: 's', kind: 'nps', responseId: 'r' }],
  ['checklist', { checklist: 'c', kind: 'checklist' }],
  ['referral', { referral: 'r', kind: 'referral' }],
  ['prompt', { promotion: 'p', kind: 'prompt', properties: { name: 'Spring' } }],
  ['rewards', { rewards: 'r', kind: 'rewards' }],
])('a view of a %s is tracked once a page, also across connections, and again for another person', (_, detail) => {
  const page = new EventTarget();
  let anonymousId = 'a';
  const identity = () => ({ anonymousId, userId: null });
  const { client, calls, disconnect } = setUp(durable, true, page);
  const see = () => page.dispatchEvent(new CustomEvent('aha-view', { detail: { ...detail } }));
  disconnect();
  const undo = connect({ ...client, identity }, page);
  see();
  see();
  undo();
  connect({ ...client, identity }, page);
  see();
  expect(calls).toHaveLength(1);
  anonymousId = 'b';
  see();
  expect(calls).toHaveLength(2);
});

test('another response is another view', () => {
  const { calls, say } = setUp(durable);
  say('aha-view', view.detail);
  say('aha-view', { ...view.detail, responseId: 'r2' });
  expect(calls).toHaveLength(2);
});

test('ends with its client', () => {
  const page = new EventTarget();
  const { client, calls, say, disconnect } = setUp(durable, true, page);
  disconnect();
  let closed: string | null = null;
  const listeners = new Set<() => void>();
  const on = (_: 'changed', listener: () => void) => (listeners.add(listener), () => listeners.delete(listener));
  connect({ ...client, on, explain: () => ({ closed }) }, page);
  let asked = 0;
  page.addEventListener('aha-ready', () => asked++);
  closed = 'closed';
  listeners.forEach((listener) => listener());
  say('aha-dismiss');
  expect({ calls, asked, listeners: listeners.size }).toEqual({ calls: [], asked: 1, listeners: 0 });
});

test('does nothing on a server, and its undo neither', () => {
  const { client } = setUp(durable);
  expect(() => connect(client)()).not.toThrow();
});
