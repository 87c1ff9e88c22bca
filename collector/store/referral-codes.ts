import { randomInt } from 'node:crypto';
import { storeTime } from './event-row.js';
import type { Ask } from './find-person.js';

/** Without i, l, o and u, which are taken for others: 60 bits in twelve of them. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 12;

/** Whose a code is: a user's, or a browser's where nobody vouches for who is in front of it. */
export interface Owner {
  readonly id: string;
  readonly isUser: boolean;
}

/** Ids of users, and of browsers: the same text may be one of each. */
export interface Owners {
  readonly users: readonly string[];
  readonly browsers: readonly string[];
}

/** Referral codes: random, one for each id that asks, and the same whenever it asks again. */
export interface ReferralCodes {
  /** The code of an owner, made when it is asked for first. */
  codeOf(projectId: string, owner: Owner): Promise<string>;
  /** Codes of any of these owners that were made already. */
  codesOf(projectId: string, owners: Owners): Promise<string[]>;
  /** Whose code it is, from memory; null for a code that nobody has, or no longer. */
  find(code: string): { readonly projectId: string; readonly code: string } | null;
  /** Erases whose codes these were: the links lead to the site as before, and are nobody's. */
  erase(projectId: string, owners: Owners): Promise<void>;
}

/** A row of the table `referral_owners`. */
export interface OwnerRow {
  readonly project_id: string;
  readonly owner_is_user: boolean;
  readonly owner_id: string;
  readonly code: string;
  readonly created_at: string;
}

export interface ReferralCodesOptions {
  readonly ask: Ask;
  readonly insert: (rows: readonly OwnerRow[]) => Promise<void>;
  /** Hides rows from every query. */
  readonly hide: (table: string, where: string, params: Readonly<Record<string, unknown>>) => Promise<void>;
  /** All codes that are stored, with their projects. */
  readonly stored: AsyncIterable<{ readonly code: string; readonly projectId: string }>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const OWNED = `project_id = {project:String} AND (
  (owner_is_user AND owner_id IN {users:Array(String)}) OR (NOT owner_is_user AND owner_id IN {browsers:Array(String)}))`;

/** Reads all codes into memory, about 100 bytes each: whoever opens a link asks the store nothing. */
export async function openReferralCodes({
  ask,
  insert,
  hide,
  stored,
  now,
}: ReferralCodesOptions): Promise<ReferralCodes> {
  const projects = new Map<string, string>();
  for await (const { code, projectId } of stored) projects.set(code, projectId);
  /** Two tabs that ask at the same time are given one code. */
  const underWay = new Map<string, Promise<string>>();

  const codesOf = async (project: string, { users, browsers }: Owners): Promise<string[]> => {
    const rows = await ask<{ code: string }>(
      `SELECT code FROM referral_owners FINAL WHERE ${OWNED} ORDER BY created_at, code`,
      { project, users, browsers },
    );
    return rows.map(({ code }) => code);
  };

  async function make(project: string, { id, isUser }: Owner): Promise<string> {
    const [known] = await codesOf(project, isUser ? { users: [id], browsers: [] } : { users: [], browsers: [id] });
    if (known !== undefined) return known;
    const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    const created_at = storeTime(now());
    await insert([{ project_id: project, owner_is_user: isUser, owner_id: id, code, created_at }]);
    projects.set(code, project);
    return code;
  }

  return {
    codeOf(project, owner) {
      const key = [project, owner.isUser, owner.id].join('\0');
      const making = underWay.get(key) ?? make(project, owner).finally(() => underWay.delete(key));
      underWay.set(key, making);
      return making;
    },
    codesOf,
    find(given) {
      const code = given.toLowerCase();
      const projectId = projects.get(code);
      return projectId === undefined ? null : { projectId, code };
    },
    async erase(project, owners) {
      const codes = await codesOf(project, owners);
      if (codes.length === 0) return;
      for (const code of codes) projects.delete(code);
      await hide('referral_owners', OWNED, { project, ...owners });
    },
  };
}
