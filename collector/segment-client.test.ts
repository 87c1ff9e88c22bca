/** Segment's own client for Node, unmodified, with its host pointed here: what it sends arrives with all its fields. */
import { Analytics } from '@segment/analytics-node';
import { expect, onTestFinished, test } from 'vitest';
import { startCollector } from '../test/helpers/start-collector.js';
import { tempFolder } from './test-support/temp-folder.js';
import { withStore } from './test-support/with-store.js';

const EACH = 1_000;
const TYPES = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;

/** The fields that tell the types apart, and the columns that they must be found in. */
function fieldsOf(type: (typeof TYPES)[number], n: number) {
  const properties = { n, text: `"näme" ${n} 😀`, list: [1, { deep: null }], revenue: n + 0.25, currency: 'EUR' };
  const traits = { n, plan: n % 2 ? 'pro' : 'trial', address: { city: '東京' } };
  switch (type) {
    case 'track':
      return {
        fields: { event: `Event ${n % 7}`, properties },
        columns: { event: `Event ${n % 7}`, properties, revenue: n + 0.25, currency: 'EUR' },
      };
    case 'page':
    case 'screen':
      return {
        fields: { name: `Name ${n}`, category: 'Docs', properties },
        columns: { name: `Name ${n}`, category: 'Docs' },
      };
    case 'identify':
      return { fields: { traits }, columns: { traits } };
    case 'group':
      return { fields: { groupId: `g${n}`, traits }, columns: { group_id: `g${n}`, traits } };
    case 'alias':
      return { fields: { previousId: `before-${n}` }, columns: { previous_id: `before-${n}` } };
  }
}

test(`${EACH} of every type arrive, each once and whole`, async () => {
  const collector = await startCollector({ dataDir: tempFolder(), args: ['--linger-ms', '5'] });
  onTestFinished(() => collector.kill());
  const client = new Analytics({
    writeKey: 'test-key',
    host: collector.url,
    flushAt: 100,
    flushInterval: 100,
  });
  const errors: unknown[] = [];
  client.on('error', (error) => errors.push(error));

  const expected = new Map<string, Record<string, unknown>>();
  for (const type of TYPES) {
    for (let n = 0; n < EACH; n++) {
      const { fields, columns } = fieldsOf(type, n);
      const messageId = `${type}-${n}`;
      const timestamp = new Date(Date.UTC(2025, 0, 1 + (n % 300), 1, 2, 3, n % 1000));
      // An alias has no anonymous id; the others have one or the other.
      const who = type === 'alias' || n % 3 ? { userId: `user-${n}` } : { anonymousId: `visitor-${n}` };
      const context = { locale: 'de-DE', page: { url: `https://example.com/${n}` } };
      const common = { ...who, messageId, timestamp, context, integrations: { All: n % 2 === 0 } };
      (client[type] as (event: object) => void).call(client, { ...common, ...fields });
      expected.set(messageId, {
        type,
        user_id: 'userId' in who ? who.userId : '',
        anonymous_id: 'anonymousId' in who ? who.anonymousId : '',
        person_id: 'userId' in who ? who.userId : who.anonymousId,
        ts: timestamp.toISOString().replace('T', ' ').slice(0, -1),
        integrations: common.integrations,
        context: expect.objectContaining({
          ...context,
          library: expect.objectContaining({ name: '@segment/analytics-node' }),
        }),
        ...columns,
      });
    }
  }
  await client.closeAndFlush({ timeout: 60_000 });
  expect(errors).toEqual([]);
  expect(await collector.stop()).toBe(0);

  await withStore(collector.dataDir, async (store) => {
    expect(await store.query('SELECT code, message FROM rejected_events LIMIT 5')).toEqual([]);
    const rows = await store.query<Record<string, string>>('SELECT *, toString(ts) AS ts FROM events FINAL');
    expect(rows).toHaveLength(TYPES.length * EACH);
    for (const row of rows) {
      const parsed = Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key,
          JSON_COLUMNS.has(key) ? (JSON.parse(value) as unknown) : value,
        ]),
      );
      expect(parsed).toMatchObject(expected.get(row.message_id!) ?? { unexpected: true });
    }
  });
});

const JSON_COLUMNS = new Set(['properties', 'traits', 'context', 'integrations', 'extra']);
