import type { LifecycleEvent } from '../../src/lifecycle/event.js';
import type { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { readEvent } from '../../src/lifecycle/read-event.js';
import type { PersonRecord } from '../../src/lifecycle/record.js';
import { createRecordReplay } from '../../src/lifecycle/replay-record.js';
import { findPerson, OF_PERSON_FINAL, personParams } from '../store/find-person.js';
import type { Store } from '../store/open-store.js';

/** A row of a person's events; `json` is the properties, or the traits. */
interface EventOfPerson {
  readonly id: string;
  readonly at: number;
  readonly type: LifecycleEvent['type'];
  readonly event: string;
  readonly browser: string;
  readonly json: string;
  readonly context: string;
}

const EVENTS = `SELECT message_id AS id, toUnixTimestamp64Milli(ts_adj) AS at, type, event, anonymous_id AS browser,
  if(type IN ('identify', 'group'), traits, properties) AS json,
  if(position(context, 'referralCode') > 0, context, '{}') AS context
FROM events FINAL WHERE ${OF_PERSON_FINAL}`;

/**
 * The record of one user, from all of their events, as docs/lifecycle.md says whose an event is: the one that a browser would have
 * kept, had it seen them all.
 *
 * The events go through the code that runs in the browser, and not through the SQL of reports: it is the browser's answer by
 * construction, it gives what a browser goes on from (series, not values; what was told; what was done), and one person's events are
 * few enough to be read one by one.
 *
 * @param userId as the site's server has vouched for it.
 * @returns null where the person has more than `most` events.
 */
export async function personRecord(
  store: Pick<Store, 'query' | 'stream'>,
  { project, lifecycle, userId, nowMs, most }: PersonRecordQuestion,
): Promise<PersonRecord | null> {
  const person = await findPerson((sql, params) => store.query(sql, params), project, userId, false);
  const rows = store.stream<EventOfPerson>(
    `${EVENTS} ORDER BY at, id LIMIT {most:UInt32}
    SETTINGS max_execution_time = 30, max_memory_usage = 500000000, output_format_json_quote_64bit_integers = 0`,
    { ...personParams(person), most: most + 1 },
  );
  const replay = createRecordReplay(lifecycle);
  let count = 0;
  let knownAs = '';
  for await (const row of rows) {
    if (++count > most) return null;
    knownAs ||= row.browser || userId;
    const event = eventOf(row);
    if (event) replay.take(event);
  }
  return { ...replay.record(nowMs), knownAs };
}

export interface PersonRecordQuestion {
  readonly project: string;
  readonly lifecycle: Lifecycle;
  readonly userId: string;
  readonly nowMs: number;
  readonly most: number;
}

const eventOf = ({ id, at, type, event, json, context }: EventOfPerson): LifecycleEvent | null => {
  const values: unknown = JSON.parse(json);
  const sent = { messageId: id, type, event, properties: values, traits: values };
  return readEvent({ ...sent, timestamp: new Date(at).toISOString(), context: JSON.parse(context) as unknown });
};
