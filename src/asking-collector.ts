/**
 * Asks the collector once a page, for whoever is signed in, what it knows of them, and sees to it that no event is counted twice.
 */
import { fetchPerson } from './browser/fetch-person.js';
import type { LifecycleHost } from './lifecycle/port.js';
import type { PersonRecord } from './lifecycle/record.js';

/** Nothing is told or done for so long at most while the collector has never answered in this browser, in milliseconds. */
const HOLD_MS = 5_000;
/** How long to wait before each time that it is asked, in milliseconds. */
const WAITS_MS = [0, 1_000, 5_000, 30_000];

/** A record as it was on disk, when all that this page had captured was in it. */
export interface Snapshot {
  readonly userId: string | null;
  readonly record: PersonRecord;
  readonly captured: number;
}

export interface AskingPort {
  /** Brings page and disk together; null where something has come meanwhile. */
  settle(): Promise<Snapshot | null>;
  /** Puts the answer in the record's place, if the record still is the one on disk and nothing was captured since; whether it did. */
  take(before: Snapshot, answer: PersonRecord): Promise<boolean>;
  /** What was held may be told and done. */
  _release(): void;
}

export interface Asking {
  /** Asks, unless it has been asked for them on this page. */
  _begin(userId: string | null): void;
  /** Whether what the collector knows has to be waited for. */
  holds(userId: string | null, record: PersonRecord, hash: string): boolean;
}

export function createAsking(host: LifecycleHost, { settle, take, _release: release }: AskingPort): Asking {
  const { address, after, identityToken } = host;
  const writeKey = host.name.slice(host.name.indexOf(':') + 1);
  let asked: string | null = null;
  let done: string | null = null;

  const once = async (userId: string): Promise<boolean> => {
    const before = await settle();
    if (before?.userId !== userId || host.closed()) return false;
    // All that this browser has counted is at the collector before it answers.
    const { ok, pending } = await host.flush();
    if (!ok || pending > 0) return false;
    const token = typeof identityToken === 'function' ? await identityToken() : identityToken;
    if (!token) return true;
    const reply = await fetchPerson(address, writeKey, token);
    if ('refused' in reply) return reply.refused;
    return take(before, reply.person as PersonRecord);
  };
  const finish = (userId: string): void => {
    if (done === userId || asked !== userId) return;
    done = userId;
    release();
  };
  const ask = async (userId: string): Promise<void> => {
    for (const waitMs of WAITS_MS) {
      if (waitMs) await new Promise<void>((resolve) => void after(waitMs, resolve));
      if (asked !== userId || (await once(userId).catch(() => false))) break;
    }
    finish(userId);
  };

  return {
    _begin(userId) {
      if (!identityToken || userId === null || userId === asked || host.closed()) return;
      asked = userId;
      done = null;
      after(HOLD_MS, () => finish(userId));
      void ask(userId);
    },
    holds: (userId, { taken }, hash) => !!identityToken && userId !== null && userId !== done && taken !== hash,
  };
}
