import { assertNotBlank } from './blank-id.js';
import { storeTime } from './event-row.js';
import { findPerson, OF_PERSON, personParams, type Ask } from './find-person.js';
import { tombstone, type Forgotten, type Tombstone } from './forgotten.js';
import { createGroupCommit } from './group-commit.js';
import { isDiskFull } from './is-disk-full.js';
import type { ReferralCodes } from './referral-codes.js';

/** Takes people out of the store. */
export interface Eraser {
  /**
   * Erases what a browser sent, and sees to it that nothing of it is stored any more.
   *
   * Only by the anonymous id, which nobody else knows: what only a user id names stays.
   *
   * @returns how many events, rejected ones included, were stored until then.
   */
  forget(projectId: string, anonymousId: string): Promise<number>;
  /**
   * Erases a person by any of their ids, and what of it was captured until now and comes later.
   *
   * @param followAliases also by the ids that `alias` joins to it.
   * @returns as `forget`.
   */
  erasePerson(projectId: string, id: string, followAliases: boolean): Promise<number>;
  close(): Promise<void>;
}

export interface EraserOptions {
  readonly ask: Ask;
  /** Runs a statement that alters a table, and resolves when it has been done. */
  readonly alter: (sql: string, params: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly keep: (tombstones: readonly Tombstone[]) => Promise<void>;
  readonly forgotten: Forgotten;
  readonly codes: Pick<ReferralCodes, 'erase'>;
  /** Resolves when what is being written now has been: what is judged later sees who was forgotten. */
  readonly settled: () => Promise<unknown>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

type Erasure =
  | { readonly by: 'browser'; readonly projectId: string; readonly anonymousId: string }
  | { readonly by: 'person'; readonly projectId: string; readonly id: string; readonly followAliases: boolean };

/** A row of `events` that a browser sent; one of a user who has the same id is the user's. */
const OF_BROWSERS = `project_id = {project:String} AND anonymous_id IN {ids:Array(String)} AND user_id != anonymous_id`;

/** By its columns, or for rows from before there were any, by its JSON, which is ours and has no spaces. */
const REJECTED_OF_BROWSERS = `project_id = {project:String} AND user_id NOT IN {ids:Array(String)} AND (
  anonymous_id IN {ids:Array(String)} OR arrayExists(text -> position(raw, text) > 0, {texts:Array(String)}))`;

const REJECTED_OF_PERSON = `project_id = {project:String} AND (
  user_id IN {ids:Array(String)} OR anonymous_id IN {ids:Array(String)}
  OR (user_id = '' AND anonymous_id IN {browsers:Array(String)})
  OR arrayExists(text -> position(raw, text) > 0, {texts:Array(String)}))`;

/**
 * Erasing takes its turns, one at a time: a deletion rewrites every part that holds a row of it. Those that wait meanwhile
 * are one deletion.
 */
export function createEraser({ ask, alter, keep, forgotten, codes, settled, now }: EraserOptions): Eraser {
  const group = createGroupCommit<Erasure, number>({
    lingerMs: 0,
    maxCommitRows: 500,
    maxQueuedRows: 5_000,
    isShared: isDiskFull,
    async commit(erasures) {
      const erased = new Map<Erasure, number>();
      const browsers = erasures.filter((erasure) => erasure.by === 'browser');
      for (const projectId of new Set(browsers.map((erasure) => erasure.projectId))) {
        const own = browsers.filter((erasure) => erasure.projectId === projectId);
        const ids = [...new Set(own.map((erasure) => erasure.anonymousId))];
        const counts = await eraseBrowsers(projectId, ids);
        for (const erasure of own) erased.set(erasure, counts.get(erasure.anonymousId) ?? 0);
      }
      for (const erasure of erasures) {
        if (erasure.by === 'person') erased.set(erasure, await erasePerson(erasure));
      }
      return erasures.map((erasure) => erased.get(erasure) ?? 0);
    },
  });

  /** From here on nothing that comes in is stored, and all that was on its way is. */
  async function remember(tombstones: readonly Tombstone[]): Promise<void> {
    await keep(tombstones);
    tombstones.forEach((one) => forgotten.add(one));
    await settled();
  }

  async function eraseBrowsers(project: string, ids: readonly string[]): Promise<Map<string, number>> {
    const at = storeTime(now());
    await remember(ids.map((id) => tombstone('browser', project, id, at)));
    const params = { project, ids, texts: textsOf(['anonymousId'], ids) };
    const counts = new Map<string, number>();
    const count = async (sql: string) => {
      const found = await ask<{ id: string; n: number }>(sql, params);
      for (const { id, n } of found) counts.set(id, (counts.get(id) ?? 0) + n);
      return found.length;
    };
    const ofEvents = await count(
      `SELECT anonymous_id AS id, toUInt32(uniqExact(message_id)) AS n
      FROM events WHERE ${OF_BROWSERS} GROUP BY id`,
    );
    const ofRejected = await count(
      `SELECT anonymous_id AS id, toUInt32(count()) AS n FROM rejected_events WHERE ${REJECTED_OF_BROWSERS} GROUP BY id`,
    );
    const users = await usersAt(project, ids);
    if (ofEvents > 0) {
      await eraseDerived(OF_BROWSERS, params);
      await eraseBrowsersOf(project, [], ids);
      await erase('events', OF_BROWSERS, params);
    }
    // What was computed of a user who has the same id is not the browser's to erase.
    const others = new Set(users.filter((id) => ids.includes(id)));
    const people = [...ids, ...users].filter((id) => !others.has(id));
    await eraseStages(project, people);
    await codes.erase(project, { users: [], browsers: ids });
    if (ofRejected > 0) await erase('rejected_events', REJECTED_OF_BROWSERS, params);
    return counts;
  }

  async function erasePerson({ projectId, id, followAliases }: Erasure & { by: 'person' }): Promise<number> {
    const at = storeTime(now());
    // An event that was being written while the aliases were read may have joined another id.
    await settled();
    const person = await findPerson(ask, projectId, id, followAliases);
    await remember([
      ...person.ids.map((one) => tombstone('id', projectId, one, at)),
      ...person.browsers.map((one) => tombstone('person', projectId, one, at)),
    ]);
    const params = {
      ...personParams(person),
      project: projectId,
      texts: textsOf(['anonymousId', 'userId', 'previousId'], person.ids),
    };
    const [events] = await ask<{ n: number }>(
      `SELECT toUInt32(uniqExact(message_id)) AS n FROM events WHERE ${OF_PERSON}`,
      params,
    );
    const [rejected] = await ask<{ n: number }>(
      `SELECT toUInt32(count()) AS n FROM rejected_events WHERE ${REJECTED_OF_PERSON}`,
      params,
    );
    const users = await usersAt(projectId, person.browsers);
    const browsers = [...person.ids, ...person.browsers];
    if (events!.n > 0) {
      await eraseDerived(OF_PERSON, params);
      await eraseBrowsersOf(projectId, person.ids, person.ids);
      await erase('events', OF_PERSON, params);
    }
    await eraseStages(projectId, [...browsers, ...users]);
    await codes.erase(projectId, { users: person.ids, browsers });
    if (rejected!.n > 0) await erase('rejected_events', REJECTED_OF_PERSON, params);
    return events!.n + rejected!.n;
  }

  /** Users who were signed in at these browsers, for what is erased may have been theirs, and users who have one of these ids. */
  async function usersAt(project: string, ids: readonly string[]): Promise<string[]> {
    const users = await ask<{ id: string }>(
      `SELECT DISTINCT user_id AS id FROM events
      WHERE project_id = {project:String} AND user_id != '' AND (anonymous_id IN {ids:Array(String)} OR person_id IN {ids:Array(String)})`,
      { project, ids },
    );
    return users.map(({ id }) => id);
  }

  /** Erases the stages that people were in, when their events are gone; of whom events are left, they are computed anew. */
  function eraseStages(project: string, people: readonly string[]): Promise<void> {
    return eraseWhere('person_stage_changes', { project, people }, 'person_id IN {people:Array(String)}');
  }

  /** Erases what was derived from events, before these are. */
  async function eraseDerived(
    of: string,
    params: Readonly<Record<string, unknown>> & { project: string },
  ): Promise<void> {
    const ofEvents = `message_id IN (SELECT message_id FROM events WHERE ${of})`;
    await eraseWhere('referral_facts', params, ofEvents);
  }

  /** Erases in which browsers a user was seen. */
  function eraseBrowsersOf(project: string, users: readonly string[], browsers: readonly string[]): Promise<void> {
    const seen =
      '(user_id IN {users:Array(String)} OR (anonymous_id IN {browsers:Array(String)} AND user_id != anonymous_id))';
    return eraseWhere('user_browsers', { project, users, browsers }, seen);
  }

  async function eraseWhere(table: string, params: Readonly<Record<string, unknown>>, which: string): Promise<void> {
    const where = `project_id = {project:String} AND ${which}`;
    const [rows] = await ask<{ n: number }>(`SELECT toUInt32(count()) AS n FROM ${table} WHERE ${where}`, params);
    if (rows !== undefined && rows.n > 0) await erase(table, where, params);
  }

  /** Not `DELETE FROM`, which only hides rows until the engine happens to merge them. */
  function erase(table: string, where: string, params: Readonly<Record<string, unknown>>): Promise<void> {
    return alter(`ALTER TABLE ${table} DELETE WHERE ${where} SETTINGS mutations_sync = 2`, params);
  }

  return {
    async forget(projectId, anonymousId) {
      assertNotBlank(anonymousId);
      return group.add({ by: 'browser', projectId, anonymousId }, 1, anonymousId.length);
    },
    async erasePerson(projectId, id, followAliases) {
      assertNotBlank(id);
      return group.add({ by: 'person', projectId, id, followAliases }, 1, id.length);
    },
    close: () => group.close(),
  };
}

/** How an event's JSON, as `JSON.stringify` writes it, names one of the ids. */
function textsOf(keys: readonly string[], ids: readonly string[]): string[] {
  return ids.flatMap((id) => keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(id)}`));
}
