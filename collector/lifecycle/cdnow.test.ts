/**
 * Real customers: where each of CDNOW's stands at the end of each quarter, by SQL and by the browser's code. `npm run
 * lifecycle:cdnow` prints the table.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readDefinition } from '../../src/lifecycle/read-definition.js';
import { readEvent } from '../../src/lifecycle/read-event.js';
import { replay } from '../../src/lifecycle/replay.js';
import type { AhaEvent } from '../../src/wire/event.js';
import { openLifecycleStore } from '../test-support/lifecycle-store.js';
import { ordersFile } from '../test-support/orders-file.js';
import { createPersonStates } from './person-states.js';

const { store, send } = await openLifecycleStore();
const orders = ordersFile();

const QUARTERS = ['1997-Q1', '1997-Q2', '1997-Q3', '1997-Q4', '1998-Q1', '1998-Q2'].map((name) => {
  const [year, quarter] = name.split('-Q').map(Number) as [number, number];
  return { name, endMs: Date.UTC(year, quarter * 3) - 1 };
});

/** Every order as it is imported, by time. */
function ordersAsEvents(): AhaEvent[] {
  const ordinals = new Map<string, number>();
  return gunzipSync(readFileSync(orders.path))
    .toString('latin1')
    .split('\n')
    .flatMap((line): AhaEvent[] => {
      const [, customer, year, month, day, dollars] =
        /^\s*(\d{5})\s+(\d{4})(\d\d)(\d\d)\s+\d+\s+(\d+\.\d\d)\s*$/.exec(line) ?? [];
      if (customer === undefined) return [];
      const ordinal = (ordinals.get(customer) ?? 0) + 1;
      ordinals.set(customer, ordinal);
      return [
        {
          type: 'track',
          event: 'Order Completed',
          messageId: `cdnow-${customer}-${ordinal}`,
          userId: `cdnow_${customer}`,
          timestamp: `${year}-${month}-${day}T00:00:00.000Z`,
          properties: { revenue: Number(dollars) },
        },
      ];
    })
    .sort((a, b) => (a.timestamp < b.timestamp ? -1 : Number(a.timestamp > b.timestamp)));
}

test('every customer is in the same stage at the end of each quarter', { timeout: 300_000 }, async () => {
  const read = readDefinition({ version: 1, preset: 'purchase' });
  if ('mistakes' in read) throw new Error('The preset is no definition.');
  const { lifecycle } = read;
  const events = ordersAsEvents();
  expect(events.length).toBe(orders.figures.orders);
  for (let at = 0; at < events.length; at += 4_000) {
    const batches = Array.from({ length: 16 }, (_, batch) => events.slice(at + batch * 250, at + (batch + 1) * 250));
    await Promise.all(batches.map((batch) => send('cdnow', batch)));
  }
  const byCustomer = new Map<string, AhaEvent[]>();
  for (const event of events) byCustomer.set(event.userId!, [...(byCustomer.get(event.userId!) ?? []), event]);
  expect(byCustomer.size).toBe(orders.figures.customers);

  const states = createPersonStates(store, lifecycle);
  const table: Record<string, Record<string, number>> = {};
  for (const { name, endMs } of QUARTERS) {
    const row = (table[name] = Object.fromEntries(lifecycle.stages.map(({ id }) => [id, 0])));
    const bySql = new Map<string, string>();
    for await (const [person, state] of states('cdnow', endMs)) bySql.set(person, JSON.stringify(state));
    let people = 0;
    for (const [customer, own] of byCustomer) {
      const state = replay(
        lifecycle,
        own.map((event) => readEvent(event)!),
        endMs,
      );
      // Who has not bought yet is not there yet.
      if (state.facts.orders === 0) continue;
      people += 1;
      row[state.stage!] = (row[state.stage!] ?? 0) + 1;
      if (bySql.get(customer) !== JSON.stringify(state))
        expect(JSON.parse(bySql.get(customer) ?? 'null')).toEqual(state);
    }
    expect(bySql.size).toBe(people);
  }
  if (process.env.CDNOW_TABLE) process.stdout.write(tableText(table));
  expect(
    Object.values(table)
      .map((row) => Object.values(row).reduce((sum, n) => sum + n, 0))
      .at(-1),
  ).toBe(byCustomer.size);
});

function tableText(table: Readonly<Record<string, Readonly<Record<string, number>>>>): string {
  const ids = Object.keys(Object.values(table)[0] ?? {});
  const lines = Object.entries(table).map(([quarter, row]) => [quarter, ...ids.map((id) => String(row[id]))]);
  return [['quarter', ...ids], ...lines]
    .map((cells) => `${cells.map((cell) => cell.padStart(14)).join(' ')}\n`)
    .join('');
}
