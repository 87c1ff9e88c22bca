import type { LifecycleEvent } from '../../src/lifecycle/event.js';
import type { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { readEvent } from '../../src/lifecycle/read-event.js';
import type { PersonRecord } from '../../src/lifecycle/record.js';
import { createRecordReplay } from '../../src/lifecycle/replay-record.js';
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
FROM events FINAL WHERE project_id = {project:String}`;

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
  const params = { project, user: userId, browsers: await browsersOf(store, project, userId), most: most + 1 };
  const rows = store.stream<EventOfPerson>(
    // Two ways in, each with an index of its own; with an OR between them every event would be read.
    `SELECT * FROM (
      ${EVENTS} AND person_id = {user:String} AND user_id = {user:String}
      UNION ALL ${EVENTS} AND anonymous_id IN {browsers:Array(String)} AND user_id = ''
    ) ORDER BY at, id LIMIT {most:UInt32}
    SETTINGS max_execution_time = 30, max_memory_usage = 500000000, output_format_json_quote_64bit_integers = 0`,
    params,
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

/** The anonymous ids whose events without a user are this user's: those that were first signed in as them, and their own id as one. */
async function browsersOf(store: Pick<Store, 'query'>, project: string, user: string): Promise<string[]> {
  const rows = await store.query<{ id: string; first: string }>(
    `SELECT anonymous_id AS id, argMin(user_id, (ts_adj, message_id)) AS first FROM events FINAL
    WHERE project_id = {project:String} AND user_id != '' AND anonymous_id != '' AND anonymous_id IN (
      SELECT {user:String} UNION ALL
      SELECT anonymous_id FROM events WHERE project_id = {project:String} AND person_id = {user:String} AND user_id = {user:String}
    ) GROUP BY anonymous_id SETTINGS max_execution_time = 30`,
    { project, user },
  );
  const browsers = rows.filter(({ first }) => first === user).map(({ id }) => id);
  return rows.some(({ id }) => id === user) ? browsers : [...browsers, user];
}

const eventOf = ({ id, at, type, event, json, context }: EventOfPerson): LifecycleEvent | null => {
  const values: unknown = JSON.parse(json);
  const sent = { messageId: id, type, event, properties: values, traits: values };
  return readEvent({ ...sent, timestamp: new Date(at).toISOString(), context: JSON.parse(context) as unknown });
};
