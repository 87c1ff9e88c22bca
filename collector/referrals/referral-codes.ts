import { randomInt } from 'node:crypto';
import { storeTime } from '../store/event-row.js';
import type { Store } from '../store/open-store.js';

/** Without i, l, o and u, which are taken for others: 60 bits in twelve of them. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 12;
const CODE = /^[0-9a-hjkmnp-tv-z]{12}$/;

/** Referral codes: random, one for each id that asks, and the same whenever it asks again. */
export interface ReferralCodes {
  /** The code of an id, made when it is asked for first. */
  codeOf(projectId: string, ownerId: string): Promise<string>;
  /** Codes of any of these ids that were made already. */
  codesOf(projectId: string, ownerIds: readonly string[]): Promise<string[]>;
  /** Whose code it is; null for a code that nobody has, or no longer. */
  find(code: string): Promise<{ readonly projectId: string; readonly code: string } | null>;
}

export function createReferralCodes(store: Pick<Store, 'query' | 'run'>, now: () => number): ReferralCodes {
  /** Two tabs that ask at the same time are given one code. */
  const underWay = new Map<string, Promise<string>>();

  const codesOf = async (project: string, owners: readonly string[]): Promise<string[]> => {
    const rows = await store.query<{ code: string }>(
      `SELECT code FROM referral_codes FINAL
      WHERE project_id = {project:String} AND owner_id IN {owners:Array(String)} ORDER BY created_at, code`,
      { project, owners },
    );
    return rows.map(({ code }) => code);
  };

  async function make(project: string, owner: string): Promise<string> {
    const [known] = await codesOf(project, [owner]);
    if (known !== undefined) return known;
    const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    await store.run(
      `INSERT INTO referral_codes SELECT {project:String}, {code:String}, {owner:String}, toDateTime64({at:String}, 3, 'UTC')`,
      { project, code, owner, at: storeTime(now()) },
    );
    return code;
  }

  return {
    codeOf(project, owner) {
      const key = `${project}\0${owner}`;
      const making = underWay.get(key) ?? make(project, owner).finally(() => underWay.delete(key));
      underWay.set(key, making);
      return making;
    },
    codesOf,
    async find(given) {
      const code = given.toLowerCase();
      if (!CODE.test(code)) return null;
      const [row] = await store.query<{ projectId: string }>(
        'SELECT project_id AS projectId FROM referral_codes WHERE code = {code:String} LIMIT 1',
        { code },
      );
      return row ? { projectId: row.projectId, code } : null;
    },
  };
}
