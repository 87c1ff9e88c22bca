import { randomInt } from 'node:crypto';
import { storeTime } from '../store/event-row.js';
import type { Store } from '../store/open-store.js';

/** Without i, l, o and u, which are taken for others: 60 bits in twelve of them. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 12;
const CODE = /^[0-9a-hjkmnp-tv-z]{12}$/;

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
  /** Whose code it is; null for a code that nobody has, or no longer. */
  find(code: string): Promise<{ readonly projectId: string; readonly code: string } | null>;
}

export function createReferralCodes(store: Pick<Store, 'query' | 'run'>, now: () => number): ReferralCodes {
  /** Two tabs that ask at the same time are given one code. */
  const underWay = new Map<string, Promise<string>>();

  const codesOf = async (project: string, { users, browsers }: Owners): Promise<string[]> => {
    const rows = await store.query<{ code: string }>(
      `SELECT code FROM referral_codes FINAL
      WHERE project_id = {project:String}
        AND if(owner_is_user, owner_id IN {users:Array(String)}, owner_id IN {browsers:Array(String)})
      ORDER BY created_at, code`,
      { project, users, browsers },
    );
    return rows.map(({ code }) => code);
  };

  async function make(project: string, { id, isUser }: Owner): Promise<string> {
    const [known] = await codesOf(project, isUser ? { users: [id], browsers: [] } : { users: [], browsers: [id] });
    if (known !== undefined) return known;
    const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    await store.run(
      `INSERT INTO referral_codes (project_id, code, owner_id, owner_is_user, created_at)
      SELECT {project:String}, {code:String}, {id:String}, {isUser:Bool}, toDateTime64({at:String}, 3, 'UTC')`,
      { project, code, id, isUser, at: storeTime(now()) },
    );
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
