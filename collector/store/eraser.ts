import { randomUUID } from 'node:crypto';
import { assertNotBlank } from './blank-id.js';
import type { Erasure, ErasureQueue } from './erasure-queue.js';
import { storeTime } from './event-row.js';
import { findPerson, OF_PERSON, personParams, type Ask } from './find-person.js';
import { tombstone, type Forgotten, type Tombstone } from './forgotten.js';
import { createGroupCommit } from './group-commit.js';
import { isDiskFull } from './is-disk-full.js';
import type { ReferralCodes } from './referral-codes.js';
import type { FileRewriter } from './rewrite-files.js';

/** Takes people out of the store: their rows are hidden at once, and the files are rewritten later, for many together. */
export interface Eraser {
  /**
   * Erases what a browser sent, whoever was signed in.
   *
   * Only by the anonymous id, which nobody else knows: what only a user id names stays.
   *
   * @returns how many events, rejected ones included, were stored until then; no query shows them any more.
   */
  forget(projectId: string, anonymousId: string): Promise<number>;
  /**
   * Erases a person's own events, as `whoseEventSql` decides, and what of them was captured until now and comes later.
   *
   * @param followAliases also by the ids that `alias` joins to it.
   * @returns as `forget`.
   */
  erasePerson(projectId: string, id: string, followAliases: boolean): Promise<number>;
  /** Does in the background what was asked for before a start. */
  resume(): void;
  /** Begins nothing more than what requests wait for. */
  hurry(): void;
  close(): Promise<void>;
}

export interface EraserOptions {
  readonly ask: Ask;
  /** Hides rows from every query; resolves when it has been done. */
  readonly hide: (table: string, where: string, params: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly keep: (tombstones: readonly Tombstone[]) => Promise<void>;
  readonly queue: ErasureQueue;
  readonly files: FileRewriter;
  /** How long hidden rows wait for others, so that their files are rewritten together. */
  readonly rewriteAfterMs: number;
  readonly forgotten: Forgotten;
  readonly codes: Pick<ReferralCodes, 'erase'>;
  /** Resolves when what is being written now has been: what is judged later sees who was forgotten. */
  readonly settled: () => Promise<unknown>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told of what failed in the background; it is tried again. */
  readonly onFailure: (error: unknown) => void;
}

type Request =
  | { readonly by: 'browser'; readonly projectId: string; readonly anonymousId: string }
  | { readonly by: 'person'; readonly projectId: string; readonly id: string; readonly followAliases: boolean };

/** Tables whose rows are hidden, and whose files are rewritten. */
export const ERASABLE = [
  'events',
  'rejected_events',
  'person_stage_changes',
  'referral_owners',
  'referral_facts',
  'user_browsers',
] as const;

/** A row of `events` that a browser sent; one of a user who has the same id is the user's. */
const OF_BROWSERS = `project_id = {project:String} AND anonymous_id IN {browsers:Array(String)} AND user_id != anonymous_id`;

/** Whether an event's JSON, which is ours and has no spaces, names an id. */
const names = (texts: string) => `arrayExists(text -> position(raw, text) > 0, {${texts}:Array(String)})`;

/** By its columns, or for rows from before there were any, by its JSON. */
const REJECTED_OF_BROWSERS = `project_id = {project:String} AND user_id NOT IN {browsers:Array(String)}
  AND (anonymous_id IN {browsers:Array(String)} OR ${names('anonymous')})`;

const REJECTED_OF_PERSON = `project_id = {project:String} AND multiIf(
  user_id != '', user_id IN {ids:Array(String)}, anonymous_id != '', anonymous_id IN {browsers:Array(String)},
  ${names('users')} OR (${names('anonymous')} AND position(raw, '"userId":') = 0))`;

/** Erasing takes its turns, one step at a time. Requests that wait meanwhile are done together. */
export function createEraser({
  ask,
  hide,
  keep,
  queue,
  files,
  rewriteAfterMs,
  forgotten,
  codes,
  settled,
  now,
  onFailure,
}: EraserOptions): Eraser {
  const group = createGroupCommit<Request, number>({
    lingerMs: 0,
    maxCommitRows: 500,
    maxQueuedRows: 5_000,
    isShared: isDiskFull,
    async commit(requests) {
      // An event that is being written may join another id, or be the first sign-in of a browser.
      await settled();
      const erasures = new Map<Request, Erasure>();
      for (const projectId of new Set(requests.map((request) => request.projectId))) {
        const own = requests.filter((request) => request.projectId === projectId);
        const browsers = own.filter((request) => request.by === 'browser');
        if (browsers.length > 0) {
          const erasure = await ofBrowsers(projectId, [...new Set(browsers.map(({ anonymousId }) => anonymousId))]);
          for (const request of browsers) erasures.set(request, erasure);
        }
        for (const request of own) if (request.by === 'person') erasures.set(request, await ofPerson(request));
      }
      const all = [...new Set(erasures.values())];
      await queue.add(all);
      await remember(all);
      const counts = new Map<Erasure, ReadonlyMap<string, number>>();
      for (const erasure of all) counts.set(erasure, await hideAll(erasure));
      await queue.noteHidden(all);
      rewriteLater(rewriteAfterMs);
      return requests.map((request) => {
        const count = counts.get(erasures.get(request)!)!;
        if (request.by === 'browser') return count.get(request.anonymousId) ?? 0;
        return [...count.values()].reduce((sum, n) => sum + n, 0);
      });
    },
  });

  const newErasure = (projectId: string): Pick<Erasure, 'erasure_id' | 'project_id' | 'asked_at'> => ({
    erasure_id: randomUUID(),
    project_id: projectId,
    asked_at: storeTime(now()),
  });

  async function ofBrowsers(projectId: string, browsers: readonly string[]): Promise<Erasure> {
    const users = await usersAt(projectId, browsers);
    // What was computed of a user who has the same id is not the browser's to erase.
    const others = new Set(users.filter((id) => browsers.includes(id)));
    const people = [...browsers, ...users].filter((id) => !others.has(id));
    return { ...newErasure(projectId), by_browser: true, ids: [], browsers, people };
  }

  async function ofPerson({ projectId, id, followAliases }: Request & { by: 'person' }): Promise<Erasure> {
    const { ids, browsers } = await findPerson(ask, projectId, id, followAliases);
    return { ...newErasure(projectId), by_browser: false, ids, browsers, people: [...ids, ...browsers] };
  }

  /** From here on nothing that comes in is stored, and all that was on its way is. */
  async function remember(erasures: readonly Erasure[]): Promise<void> {
    const tombstones = erasures.flatMap(({ by_browser, project_id, ids, browsers, asked_at }) => [
      ...ids.map((id) => tombstone('user', project_id, id, asked_at)),
      ...browsers.map((id) => tombstone(by_browser ? 'browser' : 'person', project_id, id, asked_at)),
    ]);
    await keep(tombstones);
    tombstones.forEach((one) => forgotten.add(one));
    await settled();
  }

  /** Hides all rows of an erasure. Returns how many events there were, by anonymous id. */
  async function hideAll(erasure: Erasure): Promise<Map<string, number>> {
    const { project_id: project, by_browser, ids, browsers, people } = erasure;
    const params = {
      ...personParams({ projectId: project, ids, browsers }),
      people,
      users: textsOf('userId', ids),
      anonymous: textsOf('anonymousId', browsers),
    };
    const counts = new Map<string, number>();
    const hideCounted = async (table: string, count: string, where: string) => {
      const found = await ask<{ id: string; n: number }>(
        `SELECT anonymous_id AS id, toUInt32(${count}) AS n FROM ${table} WHERE ${where} GROUP BY id`,
        params,
      );
      for (const { id, n } of found) counts.set(id, (counts.get(id) ?? 0) + n);
      if (found.length > 0) await hide(table, where, params);
    };
    const own = by_browser ? OF_BROWSERS : OF_PERSON;
    // What was derived from events goes first, for it is found by them.
    await hide(
      'referral_facts',
      `project_id = {project:String} AND message_id IN (SELECT message_id FROM events WHERE ${own})`,
      params,
    );
    const seen = by_browser
      ? 'anonymous_id IN {browsers:Array(String)} AND user_id != anonymous_id'
      : 'user_id IN {ids:Array(String)}';
    await hide('user_browsers', `project_id = {project:String} AND ${seen}`, params);
    await hideCounted('events', 'uniqExact(message_id)', own);
    // Of whom events are left, they are computed anew.
    await hide('person_stage_changes', 'project_id = {project:String} AND person_id IN {people:Array(String)}', params);
    await codes.erase(project, { users: ids, browsers });
    await hideCounted('rejected_events', 'count()', by_browser ? REJECTED_OF_BROWSERS : REJECTED_OF_PERSON);
    return counts;
  }

  /** Users who were signed in at these browsers, for what is erased may have been theirs, and users who have one of these ids. */
  async function usersAt(project: string, browsers: readonly string[]): Promise<string[]> {
    const users = await ask<{ id: string }>(
      // Two ways in, each with an index of its own.
      ['anonymous_id', 'person_id']
        .map(
          (column) =>
            `SELECT user_id AS id FROM events WHERE project_id = {project:String} AND user_id != '' AND ${column} IN {ids:Array(String)}`,
        )
        .join(' UNION DISTINCT '),
      { project, ids: browsers },
    );
    return users.map(({ id }) => id);
  }

  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;
  let hurried = false;

  function rewriteLater(afterMs: number): void {
    if (hurried) return;
    timer ??= setTimeout(() => {
      round = finishAll()
        .catch((error: unknown) => {
          onFailure(error);
          return false;
        })
        .then((done) => {
          timer = undefined;
          if (!done) rewriteLater(rewriteAfterMs);
        });
    }, afterMs).unref();
  }

  /** Hides what was asked for and not hidden, then rewrites the files. Returns whether nothing is left. */
  async function finishAll(): Promise<boolean> {
    for (const erasure of await queue.asked()) {
      if (hurried) return false;
      await remember([erasure]);
      await hideAll(erasure);
      await queue.noteHidden([erasure]);
    }
    const hidden = await queue.hidden();
    if (hidden.length > 0 && (await files.rewrite())) await queue.remove(hidden);
    return (await queue.hidden()).length === 0;
  }

  function hurry(): void {
    hurried = true;
    clearTimeout(timer);
    files.stop();
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
    resume: () => rewriteLater(0),
    hurry,
    async close() {
      hurry();
      await group.close();
      await round;
    },
  };
}

/** How an event's JSON, as `JSON.stringify` writes it, names one of the ids. */
function textsOf(key: string, ids: readonly string[]): string[] {
  return ids.map((id) => `${JSON.stringify(key)}:${JSON.stringify(id)}`);
}
