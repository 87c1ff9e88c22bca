/** Definitions as large as they may be are answered too. */
import { expect, test } from 'vitest';
import { readChecklist } from '../../src/lifecycle/read-checklist.js';
import { readDefinition } from '../../src/lifecycle/read-definition.js';
import { readEvent } from '../../src/lifecycle/read-event.js';
import { replay } from '../../src/lifecycle/replay.js';
import type { AhaEvent } from '../../src/wire/event.js';
import { openLifecycleStore } from '../test-support/lifecycle-store.js';
import { createPersonStates } from './person-states.js';

const { store, send } = await openLifecycleStore();
const AT_MS = Date.UTC(2024, 0, 2);
const event = {
  type: 'track',
  event: 'A',
  messageId: 'm',
  userId: 'u',
  timestamp: '2024-01-01T00:00:00.000Z',
  properties: { p0: 1, p7: 'x' },
} as AhaEvent;

async function agree(definition: unknown): Promise<void> {
  const read = readDefinition(definition, { readChecklist });
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes.slice(0, 3)));
  const states = [];
  for await (const [, state] of createPersonStates(store, read.lifecycle)('p', AT_MS)) states.push(state);
  expect(states).toEqual([replay(read.lifecycle, [readEvent(event)!], AT_MS)]);
}

const numbered = <T>(length: number, of: (at: number) => T): [string, T][] =>
  Array.from({ length }, (_, at) => [`n${at}`, of(at)]);

test('a hundred segments, each of which asks twice for the one before', async () => {
  await send('p', [event]);
  const segments = numbered(100, (at) =>
    at === 0 ? { n: 1 } : { $or: [{ $segment: `n${at - 1}` }, { $nor: [{ $segment: `n${at - 1}` }] }] },
  );
  await agree({ version: 1, facts: { n: { count: 'A' } }, segments: Object.fromEntries(segments) });
});

test('two hundred facts, fifty stages, fifty signals', async () => {
  const facts = numbered(200, (at) => ({
    unique: ['A', `event ${at}`],
    of: `p${at}`,
    within: '30d',
    where: { $or: [{ [`p${at % 20}`]: { $in: ['x', 1, at, `text ${at}`] } }, { q: at }] },
  }));
  const stages = numbered(50, (at) => ({
    [`n${at}`]: { $gte: 1 },
    $or: [{ [`n${at + 1}`]: 0 }, { [`n${at + 2}`]: 1 }],
  }));
  await agree({
    version: 1,
    facts: Object.fromEntries(facts),
    stages: stages.map(([id, enter]) => ({ id, enter })),
    health: { signals: numbered(50, () => 5).map(([fact, points]) => ({ fact, from: 0, to: 2, points })) },
  });
});

test('twenty checklists of a hundred items, whose facts are for pages only', async () => {
  const items = numbered(100, (at) => ({ event: `event ${at}`, byHand: true, when: { n: { $gte: at } }, title: 'A' }));
  const lists = numbered(20, () => ({ kind: 'checklist', items: items.map(([id, item]) => ({ id, ...item })) }));
  await agree({
    version: 1,
    facts: { n: { count: 'A' } },
    segments: { n: { n: 1 } },
    widgets: Object.fromEntries(lists),
  });
});
