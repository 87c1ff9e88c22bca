/** What every client is asked to send, and how it must be found in the store: each event once, with all its fields. */
import { expect } from 'vitest';
import { AS_READER } from '../helpers/start-collector.js';
import { withStore } from '../../collector/test-support/with-store.js';
import type { EventType } from '../../src/wire/event.js';
import { eventually } from '../helpers/eventually.js';

/** How many events of each type; `npm run test:clients` sends more. */
export const EACH = Number(process.env.CLIENT_EVENTS ?? 10);

/** The fields of the nth event of a type, by the names that all clients share. */
export function eventFields(n: number) {
  return {
    event: `Event ${n % 7}`,
    name: `Name ${n}`,
    category: 'Docs',
    userId: `user-${n}`,
    groupId: `group-${n}`,
    previousId: `before-${n}`,
    properties: { n, text: `"näme" ${n} 😀`, list: [1, { deep: true }], revenue: n + 0.25, currency: 'EUR' },
    traits: { n, plan: n % 2 ? 'pro' : 'trial', address: { city: '東京' } },
  };
}

/** The columns that tell the nth event of a type whole. */
function stored(type: EventType, n: number): object {
  const { event, name, category, userId, groupId, previousId, properties, traits } = eventFields(n);
  const all: Record<EventType, object> = {
    track: { event, properties, revenue: n + 0.25, currency: 'EUR' },
    page: { name, category, properties },
    screen: { name, category, properties },
    identify: { user_id: userId, traits },
    group: { group_id: groupId, traits },
    alias: { user_id: userId, previous_id: previousId },
  };
  return all[type];
}

interface Row {
  readonly type: EventType;
  readonly event: string;
  readonly name: string;
  readonly category: string;
  readonly user_id: string;
  readonly group_id: string;
  readonly previous_id: string;
  readonly properties: { readonly n?: number };
  readonly traits: { readonly n?: number };
  readonly revenue: number | null;
  readonly currency: string;
}

/**
 * Waits until the collector has stored so many events.
 *
 * @param robots whether events of a browser that a program drives count.
 */
export async function storedCount(collectorUrl: string, count: number, robots?: 'include'): Promise<void> {
  const ask = async () => {
    const response = await fetch(`${collectorUrl}/v1/reports/events${robots ? '?robots=include' : ''}`, {
      headers: AS_READER,
    });
    const { rows } = (await response.json()) as { rows: { count: number }[] };
    return rows.reduce((sum, row) => sum + row.count, 0);
  };
  await eventually(ask, (stored) => stored >= count, 90_000);
}

/** Of a stopped collector. `without` lists fields that this client does not have. */
export async function expectAllWhole(
  dataDir: string,
  types: readonly EventType[],
  each: number,
  without: readonly string[] = [],
): Promise<void> {
  await withStore(dataDir, async (store) => {
    expect(await store.query('SELECT code, message FROM rejected_events LIMIT 5')).toEqual([]);
    const rows = await store.query<Record<string, string>>('SELECT * FROM events FINAL');
    const parsed = rows.map((row): Row => ({ ...row, ...json(row, 'properties'), ...json(row, 'traits') }) as never);
    for (const type of types) {
      const ofType = parsed.filter((row) => row.type === type).sort((a, b) => numberOf(a) - numberOf(b));
      expect(ofType.map(numberOf)).toEqual(Array.from({ length: each }, (_, n) => n));
      ofType.forEach((row, n) => {
        const fields = Object.entries(stored(type, n)).filter(([key]) => !without.includes(key));
        expect(row).toMatchObject(Object.fromEntries(fields));
      });
    }
    expect(parsed).toHaveLength(types.length * each);
  });
}

function json(row: Readonly<Record<string, string>>, key: string): object {
  return { [key]: JSON.parse(row[key]!) as unknown };
}

/** Which event it was: clients may change its ids. */
function numberOf({ type, properties, traits, previous_id }: Row): number {
  if (type === 'alias') return Number(previous_id.split('-')[1]);
  return (type === 'identify' || type === 'group' ? traits.n : properties.n) ?? Number.NaN;
}
