/**
 * Faults 74–76: what a person does not want to be kept, and whose it is.
 */
import { expect } from 'vitest';
import type { Client } from '../../src/client.js';
import type { EnginePage } from '../helpers/engines/engine.js';
import { fault } from './fault.js';
import type { Scene } from './scene.js';
import { waitUntil } from './wait-until.js';

const tellConsent = (page: EnginePage, state: 'granted' | 'denied'): Promise<void> =>
  page.evaluate((value) => void (window.ahaloop as Client).consent(value), state);
const forget = (page: EnginePage): Promise<void> =>
  page.evaluate(async () => {
    await (window.ahaloop as Client).forget();
  });

/** Tracks without a number, so that it need not arrive, and does not wait for a receipt that may not come. */
const trackUncounted = (page: EnginePage, count: number): Promise<void> =>
  page.evaluate((times) => {
    for (let time = 0; time < times; time++) void (window.ahaloop as Client).track('Unwanted', { time });
  }, count);

/** All that this origin has on disk, as one text; read by a page of the site that has no SDK. */
async function diskOf(page: EnginePage): Promise<string> {
  return page.evaluate(async () => {
    const parts: string[] = [];
    for (const storage of [localStorage, sessionStorage]) {
      for (let at = 0; at < storage.length; at++) parts.push(`${storage.key(at)}=${storage.getItem(storage.key(at)!)}`);
    }
    parts.push(document.cookie);
    for (const { name } of await indexedDB.databases()) {
      if (!name) continue;
      const text = await new Promise<string>((resolve) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => resolve('');
        opening.onsuccess = () => {
          const db = opening.result;
          const stores = [...db.objectStoreNames];
          if (!stores.length) {
            db.close();
            return resolve('');
          }
          const found: string[] = [];
          const tx = db.transaction(stores);
          for (const store of stores) {
            const reading = tx.objectStore(store).getAll();
            reading.onsuccess = () => found.push(JSON.stringify(reading.result));
          }
          tx.oncomplete = () => {
            db.close();
            resolve(found.join('\n'));
          };
        };
      });
      parts.push(text);
    }
    return parts.join('\n');
  });
}

/** All that has reached the collector, as one text. */
const wireOf = ({ collector }: Scene): string => JSON.stringify([...collector.rows.values()]);

const SECRETS = {
  email: 'jane.doe+shop@example.org',
  card: '4111 1111 1111 1111',
  cardPlain: '5500005555555559',
  token: 'tok_51H8xQ2eZvKYlo2C',
};

fault(
  74,
  'addresses, card numbers and secrets of the page address are neither on disk nor on the wire',
  { pages: { '/account': '{sdk}' }, repeated: 40 },
  async (scene) => {
    const page = await scene.open(
      `/account?email=${encodeURIComponent(SECRETS.email)}&token=${SECRETS.token}&utm_source=mail#access_token=${SECRETS.token}`,
    );
    await scene.collector.refuse();
    const n = scene.expect(1);
    await page.evaluate(
      (first, { email, card, cardPlain }) =>
        (window.ahaloop as Client).track('Paid', {
          n: first,
          note: `Receipt to ${email}, paid by ${card}`,
          nested: { list: [cardPlain, { contact: email }] },
          order: '2026-11-22',
          amount: 1234567890123,
        }),
      n,
      SECRETS,
    );
    const other = await scene.visit('/plain');
    const disk = await diskOf(other);
    expect(disk).toContain('Paid');
    for (const secret of Object.values(SECRETS)) {
      expect(disk).not.toContain(secret);
      expect(disk).not.toContain(encodeURIComponent(secret));
    }
    await scene.collector.heal();
    await page.evaluate(() => (window.ahaloop as Client).flush());
    await scene.delivered();
    const wire = wireOf(scene);
    for (const secret of Object.values(SECRETS)) {
      expect(wire).not.toContain(secret);
      expect(wire).not.toContain(encodeURIComponent(secret));
    }
    // What is no secret stays.
    expect(wire).toContain('utm_source');
    expect(wire).toContain('2026-11-22');
    expect(wire).toContain('1234567890123');
  },
);

const PENDING = { tag: 'async data-consent="pending"' };

fault(75, 'while consent is pending nothing is stored and nothing is sent', { ...PENDING }, async (scene) => {
  const page = await scene.open();
  await trackUncounted(page, 40);
  await page.evaluate(() => void (window.ahaloop as Client).flush());
  const other = await scene.visit('/plain');
  expect(await diskOf(other)).not.toMatch(/ahaloop|Unwanted/);
  await other.close();
  await page.goto(`${scene.siteUrl}/plain`);
  expect(await diskOf(page)).not.toMatch(/ahaloop|Unwanted/);
  expect(scene.collector.requests).toHaveLength(0);
});

fault(75, 'what was tracked while consent was pending arrives once it is granted', { ...PENDING }, async (scene) => {
  const page = await scene.open();
  await scene.trackUnawaited(page, 40);
  await tellConsent(page, 'granted');
  await scene.delivered();
});

fault(
  75,
  'a consent that is denied stops everything, removes what waits, and is remembered by the next page',
  { repeated: 40 },
  async (scene) => {
    const page = await scene.open();
    await scene.collector.refuse();
    await trackUncounted(page, 40);
    await tellConsent(page, 'denied');
    await trackUncounted(page, 40);
    await scene.collector.heal();
    await page.evaluate(() => void (window.ahaloop as Client).flush());
    const other = await scene.visit('/plain');
    expect(await diskOf(other)).not.toContain('Unwanted');
    await other.close();
    const next = await scene.open('/next');
    await trackUncounted(next, 40);
    await next.evaluate(() => void (window.ahaloop as Client).flush());
    await next.goto(`${scene.siteUrl}/plain`);
    expect(await diskOf(next)).not.toContain('Unwanted');
    expect(wireOf(scene)).not.toContain('Unwanted');
    await tellConsent(await scene.open('/next'), 'granted');
    await scene.track(await scene.open('/next'), 20);
    await scene.delivered();
  },
);

fault(
  75,
  'a person who is forgotten leaves nothing on disk and is somebody else afterwards',
  { repeated: 40 },
  async (scene) => {
    const page = await scene.open();
    await scene.track(page, 5);
    await scene.delivered();
    const [before] = scene.collector.rows.values();
    await scene.collector.refuse();
    await trackUncounted(page, 40);
    await forget(page);
    const other = await scene.visit('/plain');
    const disk = await diskOf(other);
    expect(disk).not.toContain('Unwanted');
    // Whom the collector has still to forget is kept until it has answered, and nowhere else.
    const id = String(before!.anonymousId);
    expect(disk.split(id)).toHaveLength(2);
    expect(disk).toContain(`:forget=${id}`);
    await scene.collector.heal();
    const next = await scene.open('/next');
    await scene.track(next, 5);
    await scene.delivered();
    await waitUntil('nothing of them is left', async () => !(await diskOf(other)).includes(id));
    expect(wireOf(scene)).not.toContain('Unwanted');
    const ids = new Set([...scene.collector.rows.values()].map(({ anonymousId }) => anonymousId));
    expect(ids.size).toBe(2);
  },
);

fault(
  76,
  'on a computer that people share, what waits is sent as the person of that moment',
  { repeated: 60 },
  async (scene) => {
    const page = await scene.open();
    await scene.collector.refuse();
    await page.evaluate(() => (window.ahaloop as Client).identify('ada'));
    await scene.track(page, 10, 'By Ada');
    await page.evaluate(() => (window.ahaloop as Client).reset());
    await scene.track(page, 10, 'By Nobody');
    await page.evaluate(() => (window.ahaloop as Client).identify('bob'));
    await scene.track(page, 10, 'By Bob');
    await page.close();
    await scene.recover();
    const people = new Map<string, Set<string>>();
    const ids = new Map<string, Set<string>>();
    for (const row of scene.collector.rows.values()) {
      if (row.type !== 'track') continue;
      people.set(row.event, (people.get(row.event) ?? new Set()).add(String(row.userId)));
      ids.set(row.event, (ids.get(row.event) ?? new Set()).add(String(row.anonymousId)));
    }
    await waitUntil('all three are there', () => people.size === 3);
    expect([...people].map(([event, users]) => [event, [...users]])).toEqual(
      expect.arrayContaining([
        ['By Ada', ['ada']],
        ['By Nobody', ['undefined']],
        ['By Bob', ['bob']],
      ]),
    );
    const [ada, nobody, bob] = ['By Ada', 'By Nobody', 'By Bob'].map((event) => [...(ids.get(event) ?? [])]);
    expect([ada, nobody, bob].every((own) => own?.length === 1)).toBe(true);
    // Who signs in after a sign-out was that nobody; who was signed in before is another.
    expect(ada).not.toEqual(nobody);
  },
);
