import type { Store } from '../store/open-store.js';
import { findPerson, OF_PERSON_FINAL, personParams } from '../store/find-person.js';

/** The columns that a person's event is written from; times as ISO 8601. */
interface StoredEvent {
  readonly messageId: string;
  readonly type: string;
  readonly event: string;
  readonly anonymousId: string;
  readonly userId: string;
  readonly groupId: string;
  readonly previousId: string;
  readonly name: string;
  readonly category: string;
  readonly timestamp: string;
  readonly receivedAt: string;
  readonly properties: string;
  readonly traits: string;
  readonly context: string;
  readonly integrations: string;
  readonly extra: string;
}

const isoTime = (column: string) =>
  `formatDateTime(${column}, '%Y-%m-%dT%H:%i:%S.', 'UTC') || leftPad(toString(toUnixTimestamp64Milli(${column}) % 1000), 3, '0') || 'Z'`;

/**
 * All events of a person, the earliest first, as they were sent: each could be sent again.
 *
 * @param id a user id or an anonymous id.
 * @param followAliases also by the ids that `alias` joins to it.
 */
export async function personEvents(
  store: Pick<Store, 'query' | 'stream'>,
  projectId: string,
  id: string,
  followAliases: boolean,
): Promise<AsyncIterable<Record<string, unknown>>> {
  const person = await findPerson((sql, params) => store.query(sql, params), projectId, id, followAliases);
  const rows = store.stream<StoredEvent>(
    `SELECT message_id AS messageId, type, event, anonymous_id AS anonymousId, user_id AS userId,
      if(type = 'group', group_id, '') AS groupId, previous_id AS previousId, name, category,
      ${isoTime('ts')} AS timestamp, ${isoTime('received_at')} AS receivedAt,
      properties, traits, context, integrations, extra
    FROM events FINAL WHERE ${OF_PERSON_FINAL}
    ORDER BY ts, message_id
    SETTINGS max_execution_time = 300, max_memory_usage = 1000000000`,
    personParams(person),
  );
  return sentEvents(rows);
}

async function* sentEvents(rows: AsyncIterable<StoredEvent>): AsyncGenerator<Record<string, unknown>> {
  for await (const { properties, traits, context, integrations, extra, ...texts } of rows) {
    const objects = Object.entries({ properties, traits, context, integrations }).filter(([, json]) => json !== '{}');
    yield {
      ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
      ...Object.fromEntries(objects.map(([key, json]) => [key, JSON.parse(json) as unknown])),
      ...(JSON.parse(extra) as object),
    };
  }
}
