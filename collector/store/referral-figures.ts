import type { EventRow } from './event-row.js';

/** A row of the table `referral_facts`. */
export interface FactRow {
  readonly project_id: string;
  readonly code: string;
  readonly event: string;
  readonly message_id: string;
  readonly anonymous_id: string;
  readonly user_id: string;
  readonly at: string;
  /** When the code came to the friend, in epoch milliseconds. */
  readonly brought_ms: number;
}

/** A row of the table `user_browsers`. */
export interface UserBrowserRow {
  readonly project_id: string;
  readonly user_id: string;
  readonly anonymous_id: string;
  readonly first_at: string;
  /** Whether a milestone was reached. */
  readonly has_begun: 0 | 1;
}

const REFERRAL_EVENTS = new Set(['Referral Link Opened', 'Referral Attributed', 'Referral Reward Granted']);

/** What events say of referral codes, but for what people do with their own. As migration 9 reads it from what was stored before. */
export function referralFacts(rows: readonly EventRow[]): FactRow[] {
  return rows.flatMap((row) => {
    const { event, project_id, message_id, anonymous_id, user_id, ts_adj: at } = row;
    if (!REFERRAL_EVENTS.has(event)) return [];
    const { referral_code: code, self } = JSON.parse(row.properties) as Readonly<Record<string, unknown>>;
    const isOwn = self === true && event !== 'Referral Reward Granted';
    const isRobots = row.robot && event === 'Referral Link Opened';
    if (typeof code !== 'string' || code === '' || isOwn || isRobots) return [];
    return [{ project_id, code, event, message_id, anonymous_id, user_id, at, brought_ms: broughtMs(row) }];
  });
}

/** By the friend's clock, which is corrected as the event's was. */
function broughtMs({ context, ts, ts_adj }: EventRow): number {
  const { attribution } = JSON.parse(context) as { attribution?: { referral?: { atMs?: unknown } } };
  const atMs = Number(attribution?.referral?.atMs);
  return (Number.isSafeInteger(atMs) ? atMs : 0) + Date.parse(`${ts_adj}Z`) - Date.parse(`${ts}Z`);
}

/** Tells what is new of which user was seen in which browser: most events say nothing new of that. */
export interface UserBrowsers {
  /** What is not known yet; the earliest time and a milestone count. */
  news(rows: readonly EventRow[]): UserBrowserRow[];
  /** Remembers what has been stored. */
  remember(rows: readonly UserBrowserRow[]): void;
  /** Forgets all: what is stored has changed. */
  clear(): void;
}

/** About 200 bytes each. */
const MAX_REMEMBERED = 200_000;

export function createUserBrowsers(): UserBrowsers {
  const known = new Map<string, UserBrowserRow>();
  const keyOf = (row: Pick<UserBrowserRow, 'project_id' | 'user_id' | 'anonymous_id'>) =>
    `${row.project_id}\0${row.user_id}\0${row.anonymous_id}`;
  return {
    news(rows) {
      const fresh = new Map<string, UserBrowserRow>();
      for (const row of rows) {
        if (row.user_id === '') continue;
        const { project_id, user_id, anonymous_id, ts_adj } = row;
        const has_begun = row.event === 'Activation Milestone Reached' ? 1 : 0;
        const key = keyOf(row);
        const before = fresh.get(key) ?? known.get(key);
        if (before !== undefined && before.first_at <= ts_adj && before.has_begun >= has_begun) continue;
        fresh.set(key, {
          project_id,
          user_id,
          anonymous_id,
          first_at: before !== undefined && before.first_at < ts_adj ? before.first_at : ts_adj,
          has_begun: before?.has_begun === 1 ? 1 : has_begun,
        });
      }
      return [...fresh.values()];
    },
    remember(rows) {
      if (known.size + rows.length > MAX_REMEMBERED) known.clear();
      for (const row of rows) known.set(keyOf(row), row);
    },
    clear: () => known.clear(),
  };
}
